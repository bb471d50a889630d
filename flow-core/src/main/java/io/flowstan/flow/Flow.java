package io.flowstan.flow;

import java.util.Objects;

/**
 * One unidirectional flow record, the unit that everything here reads, learns and writes.
 *
 * <p>The fields are those of UGR'16 (Maciá-Fernández et al., Computers and Security 2018); the
 * element numbers are IPFIX's. A reply is a flow of its own. The constructor refuses what no
 * exporter can report; {@link FlowRule} holds what real traffic obeys beyond that.
 *
 * @param endSecond time of the last packet, seconds since the epoch, UTC (IPFIX 153, at the data
 *     set's resolution of one second)
 * @param durationMs time from the first to the last packet, milliseconds, at least 0 (IPFIX 161)
 * @param source source IPv4 address as its 32 bits, see {@link Ipv4} (IPFIX 8)
 * @param destination destination IPv4 address (IPFIX 12)
 * @param sourcePort transport port 0..65535 (IPFIX 7)
 * @param destinationPort transport port 0..65535; for ICMP 256 * type + code (IPFIX 11)
 * @param protocol IP protocol number 0..255 (IPFIX 4)
 * @param tcpFlags union of the flags of all packets, bits as in {@link TcpFlags}, 0..63 (IPFIX 6)
 * @param forwardingStatus 0..255 (IPFIX 89)
 * @param tos IP type of service, 0..255 (IPFIX 5)
 * @param packets number of packets, at least 1 (IPFIX 2)
 * @param bytes number of IP octets, at least 1 (IPFIX 1)
 * @param label class of the flow, such as {@code background}; never blank
 */
public record Flow(
    long endSecond,
    int durationMs,
    int source,
    int destination,
    int sourcePort,
    int destinationPort,
    int protocol,
    int tcpFlags,
    int forwardingStatus,
    int tos,
    long packets,
    long bytes,
    String label) {

  /** The largest transport port. */
  public static final int MAX_PORT = 65_535;

  public Flow {
    require(durationMs >= 0, "durationMs", durationMs, "a whole number >= 0");
    requireWithin("sourcePort", sourcePort, MAX_PORT);
    requireWithin("destinationPort", destinationPort, MAX_PORT);
    requireWithin("protocol", protocol, 255);
    requireWithin("tcpFlags", tcpFlags, TcpFlags.ALL);
    requireWithin("forwardingStatus", forwardingStatus, 255);
    requireWithin("tos", tos, 255);
    require(packets >= 1, "packets", packets, "a whole number >= 1");
    require(bytes >= 1, "bytes", bytes, "a whole number >= 1");
    Objects.requireNonNull(label, "label");
    require(!label.isBlank(), "label", 0, "a name that is not blank");
  }

  /** Time of the first packet, milliseconds since the epoch: end minus duration. */
  public long startMs() {
    return endMs() - durationMs;
  }

  /** Time of the last packet, milliseconds since the epoch. */
  public long endMs() {
    return endSecond * 1_000;
  }

  /**
   * Whether this flow is the exact reverse 5-tuple of {@code other}: its reply, if it came later.
   */
  public boolean isReverseOf(Flow other) {
    return source == other.destination
        && destination == other.source
        && sourcePort == other.destinationPort
        && destinationPort == other.sourcePort
        && protocol == other.protocol;
  }

  /** The end of this flow that is not {@code host}; {@code host} must be one of the two ends. */
  public int peerOf(int host) {
    if (source == host) {
      return destination;
    }
    require(destination == host, "host", host, "the source or destination of the flow");
    return source;
  }

  private static void requireWithin(String field, int value, int max) {
    if (value < 0 || value > max) { // the words are put together for a refusal only
      require(false, field, value, "0.." + max);
    }
  }

  private static void require(boolean holds, String field, long value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "flow field '" + field + "' = " + value + ": expected " + expected);
    }
  }
}
