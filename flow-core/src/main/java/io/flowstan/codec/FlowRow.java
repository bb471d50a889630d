package io.flowstan.codec;

import io.flowstan.flow.IpProtocol;

/**
 * The row that a past flow leaves in its host's context, 28 unsigned bytes: 24 of features, then
 * three codes. Features are coarse on purpose (a byte each), so that training and serving see the
 * very same values and a host's state stays small.
 *
 * <p>The network reads feature {@code b} as {@code b / 64}, float32. Codes are indices + 1, 0 where
 * there is no flow: the service in two bytes, the low one first, ToS, protocol. A row of zeros
 * means "no flow yet".
 */
final class FlowRow {
  /** Features of a row. */
  static final int FEATURES = 24;

  /** Codes of a row: service, ToS and protocol. */
  static final int CODES = 3;

  /** Bytes of a row. */
  static final int BYTES = FEATURES + CODES + 1;

  /** Features that tell TCP, UDP and ICMP, side by side. */
  static final int PROTOCOL_FLAGS = 5;

  /** The feature that tells that the flow has no duration. */
  static final int INSTANT = 14;

  /** Most services that the two bytes of their code tell apart. */
  static final int MOST_SERVICES = 1 << 16;

  private static final int ONE = 64;
  private static final double SMALLEST_LN_BYTES_PER_PACKET = 3.3;

  private FlowRow() {}

  /** Writes the features of {@code flow}, which lasts {@code durationSteps}, at {@code offset}. */
  static void writeFeatures(
      CodedFlow flow,
      int durationSteps,
      int ipProtocol,
      int tcpFlags,
      boolean serviceAtHost,
      byte[] out,
      int offset) {
    int i = offset;
    out[i++] = ONE;
    out[i++] = scaled(SmallLn.ofOnePlus(flow.gapSeconds), 19);
    out[i++] = flag(flow.gapSeconds == 0);
    out[i++] = flag(flow.direction == 1);
    out[i++] = flag(serviceAtHost);
    out[i++] = flag(ipProtocol == IpProtocol.TCP);
    out[i++] = flag(ipProtocol == IpProtocol.UDP);
    out[i++] = flag(ipProtocol == IpProtocol.ICMP);
    out[i++] = flag(flow.isReply());
    out[i++] = flag(flow.isNewPeer());
    out[i++] =
        flow.isReply() || flow.isNewPeer() ? 0 : scaled(SmallLn.ofOnePlus(flow.recentPeer()), 60);
    out[i++] = scaled(Math.log((double) flow.packets), 12);
    out[i++] = flag(flow.packets == 1);
    out[i++] =
        scaled(Math.log((double) flow.bytes / flow.packets) - SMALLEST_LN_BYTES_PER_PACKET, 60);
    out[i++] = flag(durationSteps == 0);
    out[i++] = scaled(SmallLn.ofOnePlus(durationSteps), 22);
    for (int bit = 0; bit < 6; bit++) {
      out[i++] = flag((tcpFlags >> bit & 1) == 1);
    }
    out[i++] = flag(flow.label != 0);
    out[i] = flag(flow.otherPortClass >= 0 && flow.otherPortClass < CodecSpec.FIRST_LISTED_PORT);
  }

  /** Writes the codes at {@code offset}, the row's beginning. */
  static void writeCodes(int service, int tos, int protocol, byte[] out, int offset) {
    int i = offset + FEATURES;
    out[i++] = (byte) service;
    out[i++] = (byte) (service >> 8);
    out[i++] = (byte) tos;
    out[i] = (byte) protocol;
  }

  /** Which of {@link #PROTOCOL_FLAGS} the row that begins at {@code from} has: 1 to 3, 0 none. */
  static int protocolFlag(byte[] rows, int from) {
    int at = from + PROTOCOL_FLAGS;
    return (rows[at] + 2 * rows[at + 1] + 3 * rows[at + 2]) / ONE;
  }

  /** The service's code of the row that begins at {@code from}. */
  static int service(byte[] rows, int from) {
    return (rows[from + FEATURES] & 255) | (rows[from + FEATURES + 1] & 255) << 8;
  }

  /** Reads the codes of the row that begins at {@code from}. */
  static void readCodes(byte[] rows, int from, short[] out, int offset) {
    int i = from + FEATURES;
    out[offset] = (short) service(rows, from);
    out[offset + 1] = (short) (rows[i + 2] & 255);
    out[offset + 2] = (short) (rows[i + 3] & 255);
  }

  /** 1 or 0 as the network reads it. */
  static byte flag(boolean set) {
    return (byte) (set ? ONE : 0);
  }

  private static byte scaled(double value, double scale) {
    return (byte) Math.max(0, Math.min(255, Math.round(value * scale)));
  }
}
