package io.flowstan.io;

import io.flowstan.flow.Ipv4;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts of a table: a file with one IPv4 address a line, none twice.
 *
 * @param addresses in the order of the file
 */
public record HostList(List<Integer> addresses) {
  public HostList {
    addresses = List.copyOf(addresses);
    if (new HashSet<>(addresses).size() != addresses.size()) {
      throw new IllegalArgumentException("host list: expected every address once");
    }
  }

  /**
   * Reads a host list.
   *
   * @throws MalformedTableException with file and line, where a line is no address or a repeated
   *     one, or where there is none at all
   */
  public static HostList read(Path file) throws IOException {
    List<Integer> addresses = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    try (LineSource lines = LineSource.open(file)) {
      while (lines.next()) {
        int length = lines.to() - lines.from();
        String text = new String(lines.buffer(), lines.from(), length, StandardCharsets.UTF_8);
        int address = address(lines, text);
        if (!seen.add(address)) {
          throw new MalformedTableException(
              lines.place() + "host " + text + " is listed twice: expected every host once");
        }
        addresses.add(address);
      }
    }
    if (addresses.isEmpty()) {
      throw new MalformedTableException(
          file + ": the file is empty: expected one IPv4 address a line");
    }
    return new HostList(addresses);
  }

  /** Writes the list, whole or not at all. */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int address : addresses) {
      Ipv4.appendTo(text, address);
      text.append('\n');
    }
    try (AtomicFile atomic = AtomicFile.open(file)) {
      atomic.out().write(text.toString().getBytes(StandardCharsets.US_ASCII));
      atomic.commit();
    }
  }

  /** The addresses as a set. */
  public Set<Integer> asSet() {
    return Set.copyOf(addresses);
  }

  private static int address(LineSource lines, String text) throws MalformedTableException {
    try {
      return Ipv4.parse(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedTableException(
          lines.place()
              + "host \""
              + text.strip()
              + "\": expected one IPv4 address a line, with nothing around it",
          e);
    }
  }
}
