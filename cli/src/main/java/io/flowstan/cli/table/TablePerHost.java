package io.flowstan.cli.table;

import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowText;
import io.flowstan.io.HostList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One table a host in a folder, {@code <address>.csv}, and the hosts in a file {@code .hosts}
 * beside the folder.
 *
 * <p>Every host has a buffer, and its file is open only while the buffer is flushed: there may be
 * more hosts than files can be open.
 */
public final class TablePerHost implements FlowSink {
  private static final int ALL_BUFFERS_BYTES = 64 << 20;
  private static final int MIN_BUFFER_BYTES = 1 << 10;
  private static final int MAX_BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final Path part;
  private final HostList hosts;
  private final int bufferBytes;
  private final Map<Integer, FlowText> buffers = new HashMap<>();

  /** Starts the tables of {@code hosts}; the folder holds no others. */
  public TablePerHost(Path folder, FlowFormat format, HostList hosts) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.hosts = hosts;
    bufferBytes =
        Math.max(
            MIN_BUFFER_BYTES,
            Math.min(MAX_BUFFER_BYTES, ALL_BUFFERS_BYTES / hosts.addresses().size()));
    refuseOthersTables();
    part =
        this.folder.resolveSibling(
            "." + this.folder.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    Files.createDirectories(part);
    part.toFile().deleteOnExit(); // where the program is interrupted; the last first
    for (int host : hosts.addresses()) {
      part.resolve(fileName(host)).toFile().deleteOnExit();
      buffers.put(host, new FlowText(format));
    }
  }

  @Override
  public void write(HostFlow flow) throws IOException {
    FlowText buffer = buffers.get(flow.host());
    if (buffer == null) {
      throw new IllegalStateException(
          "flow of host " + Ipv4.format(flow.host()) + ", which has no table here");
    }
    buffer.append(flow.flow());
    if (buffer.size() >= bufferBytes) {
      flush(flow.host(), buffer);
    }
  }

  @Override
  public void commit() throws IOException {
    for (int host : hosts.addresses()) {
      flush(host, Objects.requireNonNull(buffers.get(host)));
    }
    Files.createDirectories(folder);
    for (int host : hosts.addresses()) {
      Files.move(
          part.resolve(fileName(host)),
          folder.resolve(fileName(host)),
          StandardCopyOption.REPLACE_EXISTING);
    }
    hosts.write(OneTable.hostsFile(folder));
  }

  @Override
  public void close() throws IOException {
    for (int host : hosts.addresses()) {
      Files.deleteIfExists(part.resolve(fileName(host)));
    }
    Files.deleteIfExists(part);
  }

  private void flush(int host, FlowText buffer) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(
            part.resolve(fileName(host)), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      buffer.drainTo(out);
    }
  }

  /** Tables of hosts that this run does not have would look like its own. */
  private void refuseOthersTables() throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": is a file: --per-host writes a folder");
    }
    if (!Files.exists(folder)) {
      return;
    }
    Set<String> own = new HashSet<>();
    hosts.addresses().forEach(host -> own.add(fileName(host)));
    try (DirectoryStream<Path> tables = Files.newDirectoryStream(folder, "*.csv")) {
      for (Path table : tables) {
        if (!own.contains(String.valueOf(table.getFileName()))) {
          throw new IOException(
              table + ": is no table of this run's hosts: expected an empty or new folder");
        }
      }
    }
  }

  private static String fileName(int host) {
    return Ipv4.format(host) + ".csv";
  }
}
