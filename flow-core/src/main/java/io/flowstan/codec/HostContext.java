package io.flowstan.codec;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * What a host remembers of its own stream: the model's whole input besides its profile. {@link
 * FlowCodec} fills it in training and in serving alike.
 *
 * <p>All feature arrays are written row-major at a given offset into buffers of the caller.
 */
public final class HostContext {
  /** Features of a past flow, see {@link #writeHistory}. */
  public static final int ROW_FEATURES = FlowRow.FEATURES;

  /** Codes of a past flow: service, ToS, protocol, each index + 1; 0 where there is none. */
  public static final int ROW_CODES = FlowRow.CODES;

  /** Features of a recent peer: the row of its last flow, its age and its number of flows. */
  public static final int PEER_FEATURES = FlowRow.FEATURES + 2;

  /** Features of an answerable flow: may it be answered, has it been. */
  public static final int REPLY_FEATURES = 2;

  /** Features of the present moment, see {@link #writeNow}. */
  public static final int NOW_FEATURES = 12;

  /** Features of a five-minute tick. */
  public static final int TICK_FEATURES = TickAggregates.FEATURES;

  /** Features of the calendar, see {@link #writeCalendar}. */
  public static final int CALENDAR_FEATURES = 8;

  /** Version of the bytes of {@link #write}. */
  public static final byte STATE_VERSION = 1;

  private static final int MAX_BYTES = 8_192;
  private static final int SECONDS_PER_DAY = 86_400;

  private final int host;
  final RecentFlows flows = new RecentFlows();
  final RecentPeers peers = new RecentPeers();
  final TickAggregates ticks;
  final int[] lastOtherPort = new int[2];
  private long startSecond;
  private long lastSecond;
  private int flowsInSecond;

  /** The empty context of {@code host} at its start, seconds since the epoch. */
  public HostContext(int host, long startSecond) {
    this.host = host;
    this.startSecond = startSecond;
    this.lastSecond = startSecond;
    this.ticks = new TickAggregates(startSecond);
  }

  /** The host's IPv4 address. */
  public int host() {
    return host;
  }

  /** Number of flows seen. */
  public long steps() {
    return flows.steps();
  }

  /** End of the last flow, or the host's start, seconds since the epoch. */
  public long lastSecond() {
    return lastSecond;
  }

  /** Number of the five-minute tick of {@link #lastSecond()}. */
  public long tick() {
    return ticks.tick();
  }

  /** Number of recent peers known, 0..64. */
  public int knownPeers() {
    return peers.size();
  }

  /** Whether {@code address} is among the recent peers. */
  public boolean knowsPeer(int address) {
    return peers.placeOf(address) >= 0;
  }

  /** Step number of the last flow with the recent peer {@code place}. */
  public long lastStepWithPeer(int place) {
    return peers.lastStep(peers.slotAt(place));
  }

  void moveTo(long second) {
    flowsInSecond = second == lastSecond ? flowsInSecond + 1 : 1;
    lastSecond = second;
    ticks.advanceTo(second);
  }

  /** Rows of the last 32 flows, oldest first: [32, 24]. */
  public void writeHistory(FloatBuffer out, int offset) {
    int at = offset;
    for (int back = CodecSpec.HISTORY; back >= 1; back--) {
      at = writeRow(back, out, at);
    }
  }

  /** Rows of the last 8 flows, the last first: [8, 24]. */
  public void writeLatest(FloatBuffer out, int offset) {
    int at = offset;
    for (int back = 1; back <= CodecSpec.REPLIES; back++) {
      at = writeRow(back, out, at);
    }
  }

  private int writeRow(int back, FloatBuffer out, int at) {
    return back > steps()
        ? fill(out, at, ROW_FEATURES)
        : scale(flows.features(), flows.row(back) * ROW_FEATURES, ROW_FEATURES, out, at);
  }

  /** Codes of the last 32 flows, oldest first: [32, 3]. */
  public void writeHistoryCodes(LongBuffer out, int offset) {
    int at = offset;
    for (int back = CodecSpec.HISTORY; back >= 1; back--) {
      at = writeCodes(back, out, at);
    }
  }

  /** Codes of the last 8 flows, the last first: [8, 3]. */
  public void writeLatestCodes(LongBuffer out, int offset) {
    int at = offset;
    for (int back = 1; back <= CodecSpec.REPLIES; back++) {
      at = writeCodes(back, out, at);
    }
  }

  private int writeCodes(int back, LongBuffer out, int offset) {
    int from = flows.row(back) * ROW_CODES;
    for (int c = 0; c < ROW_CODES; c++) {
      out.put(offset + c, back > steps() ? 0 : flows.codes()[from + c]);
    }
    return offset + ROW_CODES;
  }

  /** The row that the last flow left: features [24] and codes [3]; there must be one. */
  public void copyLastRow(byte[] features, int featureOffset, short[] codes, int codeOffset) {
    int row = flows.row(1);
    System.arraycopy(flows.features(), row * ROW_FEATURES, features, featureOffset, ROW_FEATURES);
    System.arraycopy(flows.codes(), row * ROW_CODES, codes, codeOffset, ROW_CODES);
  }

  /** The recent peers, latest first: [64, 26]; zeros where there is none. */
  public void writePeers(FloatBuffer out, int offset) {
    int at = offset;
    for (int place = 0; place < peers.size(); place++) {
      int slot = peers.slotAt(place);
      at = scale(peers.features(), slot * ROW_FEATURES, ROW_FEATURES, out, at);
      out.put(at++, peerAge(slot) / 64f);
      out.put(at++, peerFlows(slot) / 64f);
    }
    fill(out, at, (CodecSpec.PEERS - peers.size()) * PEER_FEATURES);
  }

  /** Codes of the last flows with the recent peers, latest first: [64, 3]. */
  public void writePeerCodes(LongBuffer out, int offset) {
    int at = offset;
    for (int place = 0; place < CodecSpec.PEERS; place++) {
      int from = place < peers.size() ? peers.slotAt(place) * ROW_CODES : -1;
      for (int c = 0; c < ROW_CODES; c++) {
        out.put(at++, from < 0 ? 0 : peers.codes()[from + c]);
      }
    }
  }

  /** Age and number of flows of the recent peers, latest first: unsigned bytes [64, 2]. */
  public void copyPeerUse(byte[] out, int offset) {
    for (int place = 0; place < peers.size(); place++) {
      int slot = peers.slotAt(place);
      out[offset + 2 * place] = (byte) peerAge(slot);
      out[offset + 2 * place + 1] = (byte) peerFlows(slot);
    }
  }

  /** For the last 8 flows, the last first: may it be answered, has it been: [8, 2]. */
  public void writeReplies(FloatBuffer out, int offset) {
    for (int back = 1; back <= CodecSpec.REPLIES; back++) {
      boolean may = flows.mayAnswer(back);
      out.put(offset + 2 * (back - 1), may ? 1 : 0);
      out.put(offset + 2 * (back - 1) + 1, may && flows.answered(back) ? 1 : 0);
    }
  }

  /**
   * The present moment [12]: ln(1 + flows in this tick) / 4, part of the tick gone, ln(1 + flows in
   * this second) / 2, ln(1 + flows of the last 32 within 10 s and 60 s) / 4, hours since the start
   * up to three / 3, recent peers known / 64, ln(1 + seconds spanned by the last 32 flows) / 8,
   * sine and cosine of the time of day and of its double.
   */
  public void writeNow(FloatBuffer out, int offset) {
    int within10 = 0;
    int within60 = 0;
    int known = (int) Math.min(CodecSpec.HISTORY, steps());
    for (int back = 1; back <= known; back++) {
      long age = lastSecond - flows.second(flows.row(back));
      within10 += age <= 10 ? 1 : 0;
      within60 += age <= 60 ? 1 : 0;
    }
    long span = known == 0 ? 0 : lastSecond - flows.second(flows.row(known));
    double alive =
        Math.min(
            (double) lastSecond - startSecond, (double) CodecSpec.TICKS * CodecSpec.TICK_SECONDS);
    out.put(offset, (float) (Math.log1p(ticks.flows()) / 4));
    out.put(
        offset + 1,
        Math.floorMod(lastSecond, CodecSpec.TICK_SECONDS) / (float) CodecSpec.TICK_SECONDS);
    out.put(offset + 2, (float) (Math.log1p(flowsInSecond) / 2));
    out.put(offset + 3, (float) (Math.log1p(within10) / 4));
    out.put(offset + 4, (float) (Math.log1p(within60) / 4));
    out.put(offset + 5, (float) (alive / (CodecSpec.TICKS * CodecSpec.TICK_SECONDS)));
    out.put(offset + 6, peers.size() / (float) CodecSpec.PEERS);
    out.put(offset + 7, (float) (Math.log1p((double) span) / 8));
    writeTimeOfDay(lastSecond, out, offset + 8);
  }

  /** Last ports at the other end of a service at the host and of one at a peer: [2]; 0 for none. */
  public void writeLastPorts(FloatBuffer out, int offset) {
    out.put(offset, lastOtherPort[0]);
    out.put(offset + 1, lastOtherPort[1]);
  }

  /** The closed five-minute ticks of the last three hours, oldest first: [36, 10]. */
  public void writeTicks(FloatBuffer out, int offset) {
    ticks.writeClosed(out, offset);
  }

  /** The closed ticks as unsigned bytes [36, 10]; the network reads b / 64. */
  public void copyTicks(byte[] out, int offset) {
    ticks.copyClosed(out, offset);
  }

  /**
   * The calendar at the start of the open tick [8]: sine and cosine of the time of day and of its
   * double, of the weekday, and the flows of the same tick one and seven days before. What the
   * training data could not teach is masked with zeros.
   */
  public void writeCalendar(CodecSpec spec, FloatBuffer out, int offset) {
    long second = ticks.tick() * CodecSpec.TICK_SECONDS;
    writeTimeOfDay(second, out, offset);
    // the epoch began on a Thursday: day 4 counted from Sunday
    double weekday = 2 * Math.PI * Math.floorMod(Math.floorDiv(second, SECONDS_PER_DAY) + 4, 7) / 7;
    out.put(offset + 4, spec.weekdayKnown() ? (float) Math.sin(weekday) : 0);
    out.put(offset + 5, spec.weekdayKnown() ? (float) Math.cos(weekday) : 0);
    out.put(offset + 6, 0);
    out.put(offset + 7, 0);
  }

  /** Writes the context: versioned bytes, at most 8 KiB. */
  public byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put(STATE_VERSION).putInt(host).putLong(startSecond).putLong(lastSecond);
    out.putInt(flowsInSecond).putInt(lastOtherPort[0]).putInt(lastOtherPort[1]);
    ticks.write(out);
    flows.write(out);
    peers.write(out);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where the version is another
   */
  public static HostContext read(ByteBuffer in) {
    byte version = in.get();
    if (version != STATE_VERSION) {
      throw new IllegalArgumentException(
          "host state version "
              + version
              + ": expected "
              + STATE_VERSION
              + "; start the host anew or use the release that wrote it");
    }
    HostContext context = new HostContext(in.getInt(), in.getLong());
    context.lastSecond = in.getLong();
    context.flowsInSecond = in.getInt();
    context.lastOtherPort[0] = in.getInt();
    context.lastOtherPort[1] = in.getInt();
    context.ticks.read(in);
    context.flows.read(in);
    context.peers.read(in);
    return context;
  }

  private int peerAge(int slot) {
    return AgeScale.of(lastSecond - peers.lastSecond(slot));
  }

  private int peerFlows(int slot) {
    return AgeScale.of(peers.flows(slot));
  }

  private static void writeTimeOfDay(long second, FloatBuffer out, int offset) {
    double day = 2 * Math.PI * Math.floorMod(second, SECONDS_PER_DAY) / SECONDS_PER_DAY;
    out.put(offset, (float) Math.sin(day));
    out.put(offset + 1, (float) Math.cos(day));
    out.put(offset + 2, (float) Math.sin(2 * day));
    out.put(offset + 3, (float) Math.cos(2 * day));
  }

  private static int scale(byte[] from, int fromOffset, int length, FloatBuffer out, int offset) {
    for (int i = 0; i < length; i++) {
      out.put(offset + i, (from[fromOffset + i] & 255) / 64f);
    }
    return offset + length;
  }

  private static int fill(FloatBuffer out, int offset, int length) {
    for (int i = 0; i < length; i++) {
      out.put(offset + i, 0);
    }
    return offset + length;
  }
}
