package io.flowstan.cli.table;

import io.flowstan.flow.HostFlow;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.io.HostList;
import java.io.IOException;
import java.nio.file.Path;

/** All hosts' flows in one table, and the hosts in a file {@code .hosts} beside it. */
public final class OneTable implements FlowSink {
  private final FlowWriter writer;
  private final Path hostsFile;
  private final HostList hosts;

  /** Starts the table; {@code hosts} are those that it is to name. */
  public OneTable(Path table, FlowFormat format, HostList hosts) throws IOException {
    this.writer = FlowWriter.open(table, format);
    this.hostsFile = hostsFile(table);
    this.hosts = hosts;
  }

  /** {@code X.hosts} for {@code X.csv}, {@code X.csv.gz} and the folder {@code X}. */
  public static Path hostsFile(Path out) {
    String name = String.valueOf(out.toAbsolutePath().normalize().getFileName());
    return out.toAbsolutePath()
        .normalize()
        .resolveSibling(name.replaceFirst("(\\.csv)?(\\.gz)?$", "") + ".hosts");
  }

  @Override
  public void write(HostFlow flow) throws IOException {
    writer.write(flow.flow());
  }

  @Override
  public void commit() throws IOException {
    writer.commit();
    if (writer.isRegular()) {
      hosts.write(hostsFile);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
