package io.flowstan.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The long context: five-minute aggregates of a host's flows, 36 of them closed (three hours) and
 * the current one open. A tick is closed when the host's next flow falls behind it.
 *
 * <p>A closed tick is ten unsigned bytes, read by the network as {@code b / 64}, float32: alive (1
 * from the host's start on), ln(1 + flows), ln(1 + packets), ln(1 + bytes), the shares of outgoing
 * flows, TCP, UDP, services at the host and replies, and ln(1 + distinct peers).
 */
final class TickAggregates {
  static final int FEATURES = 10;

  private static final int SIZE = CodecSpec.TICKS * FEATURES;

  /** The closed ticks, oldest first; shifted when a tick closes, which is rare. */
  private final byte[] closed = new byte[SIZE];

  private long tick;
  private int flows;
  private long packets;
  private long bytes;
  private int outgoing;
  private int tcp;
  private int udp;
  private int atHost;
  private int replies;
  private int distinctPeers;

  TickAggregates(long startSecond) {
    tick = Math.floorDiv(startSecond, CodecSpec.TICK_SECONDS);
  }

  /** Number of the open tick: seconds since the epoch by 300. */
  long tick() {
    return tick;
  }

  /** Flows in the open tick so far. */
  int flows() {
    return flows;
  }

  /** Closes every tick before that of {@code second}. */
  void advanceTo(long second) {
    long target = Math.floorDiv(second, CodecSpec.TICK_SECONDS);
    long steps = Math.min(target - tick, CodecSpec.TICKS + 1L);
    for (long i = 0; i < steps; i++) {
      close();
    }
    tick = Math.max(tick, target);
  }

  void add(
      CodedFlow flow,
      boolean isTcp,
      boolean isUdp,
      boolean serviceAtHost,
      boolean peerIsNewInTick) {
    flows++;
    packets += flow.packets;
    bytes += flow.bytes;
    outgoing += flow.direction == 0 ? 1 : 0;
    tcp += isTcp ? 1 : 0;
    udp += isUdp ? 1 : 0;
    atHost += serviceAtHost ? 1 : 0;
    replies += flow.isReply() ? 1 : 0;
    distinctPeers += peerIsNewInTick ? 1 : 0;
  }

  /** The closed ticks, oldest first: unsigned bytes [36, 10]. */
  void copyClosed(byte[] out, int offset) {
    System.arraycopy(closed, 0, out, offset, SIZE);
  }

  void write(ByteBuffer out) {
    out.put(closed).putLong(tick).putInt(flows).putLong(packets).putLong(bytes);
    out.putInt(outgoing).putInt(tcp).putInt(udp).putInt(atHost).putInt(replies);
    out.putInt(distinctPeers);
  }

  void read(ByteBuffer in) {
    in.get(closed);
    tick = in.getLong();
    flows = in.getInt();
    packets = in.getLong();
    bytes = in.getLong();
    outgoing = in.getInt();
    tcp = in.getInt();
    udp = in.getInt();
    atHost = in.getInt();
    replies = in.getInt();
    distinctPeers = in.getInt();
  }

  private void close() {
    System.arraycopy(closed, FEATURES, closed, 0, SIZE - FEATURES);
    int i = SIZE - FEATURES;
    tick++;
    closed[i++] = 64;
    if (flows == 0) {
      Arrays.fill(closed, i, SIZE, (byte) 0);
      return;
    }
    double perFlow = 64.0 / flows;
    closed[i++] = scaled(Math.log1p(flows), 20);
    closed[i++] = scaled(Math.log1p((double) packets), 14);
    closed[i++] = scaled(Math.log1p((double) bytes), 9);
    closed[i++] = scaled(outgoing, perFlow);
    closed[i++] = scaled(tcp, perFlow);
    closed[i++] = scaled(udp, perFlow);
    closed[i++] = scaled(atHost, perFlow);
    closed[i++] = scaled(replies, perFlow);
    closed[i] = scaled(Math.log1p(distinctPeers), 25);
    flows = 0;
    packets = 0;
    bytes = 0;
    outgoing = 0;
    tcp = 0;
    udp = 0;
    atHost = 0;
    replies = 0;
    distinctPeers = 0;
  }

  private static byte scaled(double value, double scale) {
    return (byte) Math.min(255, Math.round(value * scale));
  }
}
