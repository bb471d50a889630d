package io.flowstan.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a host remembers of its own stream: the model's whole input besides its profile. {@link
 * FlowCodec} fills it in training and in serving alike.
 *
 * <p>All features are written row-major at a given offset into arrays of the caller.
 */
public final class HostContext {
  /** Features of a past flow: bytes that the network reads as b / 64. */
  public static final int ROW_FEATURES = FlowRow.FEATURES;

  /** Codes of a past flow: service, ToS, protocol, each index + 1; 0 where there is none. */
  public static final int ROW_CODES = FlowRow.CODES;

  /** Features of a recent peer: those of its last flow, its age and its number of flows. */
  public static final int PEER_FEATURES = FlowRow.FEATURES + 2;

  /**
   * Bytes of a past flow: its features, the service's code in two bytes, the ToS', the protocol's.
   */
  public static final int ROW_BYTES = FlowRow.BYTES;

  /** Bytes of a recent peer: the row of its last flow, its age and its number of flows. */
  public static final int PEER_BYTES = FlowRow.BYTES + 2;

  /**
   * Features of one of the last 8 flows beside those of its row: may it be answered, has it been.
   */
  public static final int REPLY_FEATURES = 2;

  /** Bytes of one of the last 8 flows: its row, and the features of replies. */
  public static final int LATEST_BYTES = FlowRow.BYTES + REPLY_FEATURES;

  /** Where {@link #writeNow} has the number of recent peers, by 64. */
  public static final int KNOWN_PEERS = 6;

  /** Features of the present moment, see {@link #writeNow}. */
  public static final int NOW_FEATURES = 12;

  /** Features of a five-minute tick. */
  public static final int TICK_FEATURES = TickAggregates.FEATURES;

  /** Features of the calendar, see {@link #writeCalendar}. */
  public static final int CALENDAR_FEATURES = 8;

  /** The feature of a past flow that tells that it has no duration. */
  public static final int INSTANT = FlowRow.INSTANT;

  /** Version of the bytes of {@link #write}. */
  public static final byte STATE_VERSION = 3;

  private static final int MAX_BYTES = 16_384;
  private static final int SECONDS_PER_DAY = 86_400;

  private final int host;
  final RecentFlows flows = new RecentFlows();
  final RecentPeers peers = new RecentPeers();
  final UsedServices services = new UsedServices();
  final TickAggregates ticks;
  final int[] lastOtherPort = new int[2];
  private long startSecond;
  private long lastSecond;
  private int flowsInSecond;

  /** Sine and cosine of the time of day and of its double, of the second {@code dayTimeOf}. */
  private final float[] dayTime = new float[4];

  private long dayTimeOf = Long.MIN_VALUE;

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

  /** Flows that ended in the second of the last one, 0 before the first. */
  public int flowsInSecond() {
    return flowsInSecond;
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

  /** Flows of the host's commonest service so far, one of the first {@code listed} classes. */
  public int flowsOfUsualService(int listed) {
    return services.most(listed);
  }

  /** Flows so far with that of the recent peers that has most. */
  public int flowsOfUsualPeer() {
    return peers.mostFlows();
  }

  /** Forgets the recent peers, the last ports, and that the last flows may be answered. */
  void forgetWhatCouldBeCopied() {
    peers.clear();
    flows.closeAnswers();
    Arrays.fill(lastOtherPort, 0);
  }

  void moveTo(long second) {
    flowsInSecond = second == lastSecond ? flowsInSecond + 1 : 1;
    lastSecond = second;
    ticks.advanceTo(second);
  }

  /** Rows of the last 32 flows, oldest first: unsigned bytes [32, 28]. */
  public void writeHistory(byte[] out, int offset) {
    int at = offset;
    for (int back = CodecSpec.HISTORY; back >= 1; back--) {
      at = writeRow(back, out, at);
    }
  }

  /**
   * The last 8 flows, the last first: unsigned bytes [8, 30], the row of each and whether it may be
   * answered and has been.
   */
  public void writeLatest(byte[] out, int offset) {
    int at = offset;
    for (int back = 1; back <= CodecSpec.REPLIES; back++) {
      at = writeRow(back, out, at);
      at = writeReply(back, out, at);
    }
  }

  /** For the last 8 flows, the last first, whether each may be answered and has been: [8, 2]. */
  public void copyReplies(byte[] out, int offset) {
    int at = offset;
    for (int back = 1; back <= CodecSpec.REPLIES; back++) {
      at = writeReply(back, out, at);
    }
  }

  private int writeReply(int back, byte[] out, int at) {
    boolean may = flows.mayAnswer(back);
    out[at] = FlowRow.flag(may);
    out[at + 1] = FlowRow.flag(may && flows.answered(back));
    return at + REPLY_FEATURES;
  }

  /** The row that the last flow left, unsigned bytes [28]; there must be one. */
  public void writeLastRow(byte[] out, int offset) {
    writeRow(1, out, offset);
  }

  private int writeRow(int back, byte[] out, int at) {
    if (back > steps()) {
      Arrays.fill(out, at, at + ROW_BYTES, (byte) 0);
    } else {
      System.arraycopy(flows.rows(), flows.row(back) * ROW_BYTES, out, at, ROW_BYTES);
    }
    return at + ROW_BYTES;
  }

  /** The codes of the row that begins at {@code from}: service, ToS, protocol. */
  public static void readCodes(byte[] rows, int from, short[] out, int offset) {
    FlowRow.readCodes(rows, from, out, offset);
  }

  /** The recent peers, latest first: unsigned bytes [64, 30]; zeros where there is none. */
  public void writePeers(byte[] out, int offset) {
    int at = offset;
    for (int place = 0; place < peers.size(); place++) {
      int slot = peers.slotAt(place);
      System.arraycopy(peers.rows(), slot * ROW_BYTES, out, at, ROW_BYTES);
      out[at + ROW_BYTES] = (byte) peerAge(slot);
      out[at + ROW_BYTES + 1] = (byte) peerFlows(slot);
      at += PEER_BYTES;
    }
    Arrays.fill(out, at, offset + CodecSpec.PEERS * PEER_BYTES, (byte) 0);
  }

  /**
   * Flows of each service class since the host's start, unsigned bytes [classes] that the network
   * reads as b / 64: 22 ln(1 + n), at most 255.
   */
  public void writeServices(byte[] out, int offset, int classes) {
    services.write(out, offset, classes);
  }

  /** A number of flows as {@link #writeServices} writes it. */
  public static byte scaledCount(int flows) {
    return (byte) AgeScale.of(flows);
  }

  /** Age and number of flows of the recent peers, latest first: unsigned bytes [64, 2]. */
  public void copyPeerUse(byte[] out, int offset) {
    for (int place = 0; place < peers.size(); place++) {
      int slot = peers.slotAt(place);
      out[offset + 2 * place] = (byte) peerAge(slot);
      out[offset + 2 * place + 1] = (byte) peerFlows(slot);
    }
  }

  /**
   * The present moment [12]: ln(1 + flows in this tick) / 4, part of the tick gone, ln(1 + flows in
   * this second) / 2, ln(1 + flows of the last 32 within 10 s and 60 s) / 4, hours since the start
   * up to three / 3, recent peers known / 64, ln(1 + seconds spanned by the last 32 flows) / 8,
   * sine and cosine of the time of day and of its double.
   */
  public void writeNow(float[] out, int offset) {
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
    out[offset] = (float) (SmallLn.ofOnePlus(ticks.flows()) / 4);
    out[offset + 1] =
        Math.floorMod(lastSecond, CodecSpec.TICK_SECONDS) / (float) CodecSpec.TICK_SECONDS;
    out[offset + 2] = (float) (SmallLn.ofOnePlus(flowsInSecond) / 2);
    out[offset + 3] = (float) (SmallLn.ofOnePlus(within10) / 4);
    out[offset + 4] = (float) (SmallLn.ofOnePlus(within60) / 4);
    out[offset + 5] = (float) (alive / (CodecSpec.TICKS * CodecSpec.TICK_SECONDS));
    out[offset + KNOWN_PEERS] = peers.size() / (float) CodecSpec.PEERS;
    out[offset + 7] = (float) (SmallLn.ofOnePlus(span) / 8);
    if (dayTimeOf != lastSecond) {
      writeTimeOfDay(lastSecond, dayTime, 0);
      dayTimeOf = lastSecond;
    }
    System.arraycopy(dayTime, 0, out, offset + 8, dayTime.length);
  }

  /** Last ports at the other end of a service at the host and of one at a peer: [2]; 0 for none. */
  public void writeLastPorts(float[] out, int offset) {
    out[offset] = lastOtherPort[0];
    out[offset + 1] = lastOtherPort[1];
  }

  /**
   * The closed five-minute ticks of the last three hours, oldest first: unsigned bytes [36, 10],
   * which the network reads as b / 64.
   */
  public void writeTicks(byte[] out, int offset) {
    ticks.copyClosed(out, offset);
  }

  /**
   * The calendar at the start of the open tick [8]: sine and cosine of the time of day and of its
   * double, of the weekday, and the flows of the same tick one and seven days before. What the
   * training data could not teach is masked with zeros.
   */
  public void writeCalendar(CodecSpec spec, float[] out, int offset) {
    long second = ticks.tick() * CodecSpec.TICK_SECONDS;
    writeTimeOfDay(second, out, offset);
    // the epoch began on a Thursday: day 4 counted from Sunday
    double weekday = 2 * Math.PI * Math.floorMod(Math.floorDiv(second, SECONDS_PER_DAY) + 4, 7) / 7;
    out[offset + 4] = spec.weekdayKnown() ? (float) Math.sin(weekday) : 0;
    out[offset + 5] = spec.weekdayKnown() ? (float) Math.cos(weekday) : 0;
    out[offset + 6] = 0;
    out[offset + 7] = 0;
  }

  /** Writes the context: versioned bytes, at most 16 KiB. */
  public byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put(STATE_VERSION).putInt(host).putLong(startSecond).putLong(lastSecond);
    out.putInt(flowsInSecond).putInt(lastOtherPort[0]).putInt(lastOtherPort[1]);
    ticks.write(out);
    flows.write(out);
    peers.write(out);
    services.write(out);
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
    context.services.read(in);
    return context;
  }

  private int peerAge(int slot) {
    return AgeScale.of(lastSecond - peers.lastSecond(slot));
  }

  private int peerFlows(int slot) {
    return AgeScale.of(peers.flows(slot));
  }

  private static void writeTimeOfDay(long second, float[] out, int offset) {
    double day = 2 * Math.PI * Math.floorMod(second, SECONDS_PER_DAY) / SECONDS_PER_DAY;
    out[offset] = (float) Math.sin(day);
    out[offset + 1] = (float) Math.cos(day);
    out[offset + 2] = (float) Math.sin(2 * day);
    out[offset + 3] = (float) Math.cos(2 * day);
  }
}
