package io.flowstan.cli.hosts;

import io.flowstan.flow.Flow;

/**
 * One host's flows, counted by direction. A flow from a host to itself is one flow, both sent and
 * received.
 */
public class HostTraffic {
  private final int address;
  private long flows;
  private long sent;
  private long received;
  private long outside;

  /** A host of which no flow was seen yet. */
  public HostTraffic(int address) {
    this.address = address;
  }

  /**
   * Counts one flow of this host.
   *
   * @param sends whether the host is the source
   * @param receives whether the host is the destination
   * @param peerOutside whether the other end is not monitored
   */
  protected void add(Flow flow, boolean sends, boolean receives, boolean peerOutside) {
    flows++;
    sent += sends ? 1 : 0;
    received += receives ? 1 : 0;
    outside += peerOutside ? 1 : 0;
  }

  /** The host's IPv4 address. */
  public final int address() {
    return address;
  }

  /** Number of flows that the host is an end of. */
  public final long flows() {
    return flows;
  }

  /** Number of flows that the host is the source of. */
  public final long sent() {
    return sent;
  }

  /** Number of flows that the host is the destination of. */
  public final long received() {
    return received;
  }

  /** The category of a host that has flows. */
  public final HostCategory category() {
    if (outside == 0) {
      return HostCategory.INTERNAL;
    }
    if (received == 0) {
      return HostCategory.SENT_ONLY;
    }
    return sent == 0 ? HostCategory.RECEIVED_ONLY : HostCategory.BOTH;
  }
}
