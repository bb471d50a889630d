package io.flowstan.service.stream;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the streams of hosts stand, many hosts to an entry of the store: the least that each commit
 * has to write, because a host's state can be drawn again from an earlier one.
 */
final class HostPositions {
  /** Entries that the hosts of a task are spread over, by their addresses. */
  static final int PAGES = 256;

  private static final int BYTES = Integer.BYTES + Long.BYTES;

  private HostPositions() {}

  /** The page of the host at {@code address}: 0 to {@value #PAGES} - 1. */
  static int page(int address) {
    return address & (PAGES - 1);
  }

  /** A page: address and sequence number of the next flow of each host, big endian. */
  static byte[] toBytes(List<TaskHosts.SimulatedHost> hosts) {
    ByteBuffer out = ByteBuffer.allocate(hosts.size() * BYTES);
    for (TaskHosts.SimulatedHost host : hosts) {
      out.putInt(host.address()).putLong(host.nextSequence());
    }
    return out.array();
  }

  /**
   * Sequence numbers by address.
   *
   * @throws IllegalArgumentException where the bytes are cut short
   */
  static Map<Integer, Long> fromBytes(byte[] page) {
    if (page.length % BYTES != 0) {
      throw new IllegalArgumentException(
          "positions of hosts: " + page.length + " bytes, expected a multiple of " + BYTES);
    }
    Map<Integer, Long> positions = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(page);
    while (in.hasRemaining()) {
      positions.put(in.getInt(), in.getLong());
    }
    return positions;
  }
}
