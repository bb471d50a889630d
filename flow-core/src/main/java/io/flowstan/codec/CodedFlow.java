package io.flowstan.codec;

import io.flowstan.profile.PeerTie;

/**
 * A flow as its host's model sees it: one number per head, in the order in which the heads draw.
 * Mutable, so that hot loops own one and reuse it.
 *
 * <p>Classes are those of {@link CodecSpec}; -1 stands for "does not apply" where a field says so.
 */
public final class CodedFlow {
  /** Columns of the step graph's output {@code drawn}, float32 [N, COLUMNS], in this order. */
  public static final int COLUMNS = 15;

  /** Stands for the duration of the flow that is answered: more steps than a flow lasts. */
  public static final int SAME_DURATION = 1 << 20;

  /** Time since the host's previous flow (or its start), whole seconds. */
  public int gapSeconds;

  /** Which peer: 0..7 the reply to the j-th last flow, 8..71 recent peer, 72 new. */
  public int peerEvent;

  /** 0 where the host is the source, 1 where it is the destination. */
  public int direction;

  /** Index into the protocols; their number is the escape class. */
  public int protocol;

  /** Service class; for a reply the answered flow's. */
  public int service;

  /** The service's number where its class is one of the rest; else 0. */
  public int servicePort;

  /** Class of the port at the other end; -1 for replies and for flows without such a port. */
  public int otherPortClass;

  /** The port itself where its class is a bin; else 0. */
  public int otherPort;

  /** Index into the first octets for a new peer, their number being the escape; else -1. */
  public int firstOctet;

  /** Index into the ToS values; their number is the escape class. */
  public int tos;

  /** Index into the flag sets; their number is the escape class. */
  public int flags;

  /** Number of packets. */
  public long packets;

  /** Number of bytes. */
  public long bytes;

  /** Duration in steps of 4 ms, or {@link #SAME_DURATION}. */
  public int durationSteps;

  /** Index into the labels; their number is the escape class. */
  public int label;

  /** Whether this flow answers one of the last flows. */
  public boolean isReply() {
    return peerEvent < CodecSpec.REPLIES;
  }

  /** Whether the peer is not among the recent ones. */
  public boolean isNewPeer() {
    return peerEvent == CodecSpec.NEW_PEER;
  }

  /** How the peer stands to the host. */
  public PeerTie tie() {
    if (isReply()) {
      return PeerTie.ANSWERED;
    }
    return isNewPeer() ? PeerTie.NEW : PeerTie.RECENT;
  }

  /** Place among the recent peers, 0 the latest; only where the event is a recent peer. */
  public int recentPeer() {
    return peerEvent - CodecSpec.REPLIES;
  }

  /**
   * Reads one row of the step graph's output.
   *
   * @param drawn float32 [COLUMNS], starting at {@code offset}; packets and bytes are whole numbers
   *     that a float holds, spread over the float's own spacing by {@code spread}
   * @param spread uniform on [0, 1): which whole number between two neighbouring floats
   */
  public void readDrawn(java.nio.FloatBuffer drawn, int offset, double spread) {
    gapSeconds = (int) drawn.get(offset);
    peerEvent = (int) drawn.get(offset + 1);
    direction = (int) drawn.get(offset + 2);
    protocol = (int) drawn.get(offset + 3);
    service = (int) drawn.get(offset + 4);
    servicePort = (int) drawn.get(offset + 5);
    otherPortClass = (int) drawn.get(offset + 6);
    otherPort = (int) drawn.get(offset + 7);
    firstOctet = (int) drawn.get(offset + 8);
    tos = (int) drawn.get(offset + 9);
    flags = (int) drawn.get(offset + 10);
    packets = (long) drawn.get(offset + 11);
    bytes = wholeNumber(drawn.get(offset + 12), spread);
    durationSteps = (int) drawn.get(offset + 13);
    label = (int) drawn.get(offset + 14);
  }

  private static long wholeNumber(float value, double spread) {
    double spacing = Math.ulp(value);
    return spacing <= 1 ? (long) value : (long) value + (long) (spacing * spread);
  }
}
