package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.Memory;
import io.flowstan.codec.TargetColumns;
import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One host's flows as the network sees them: for every flow its targets, the row it leaves, and the
 * context it was drawn in. Rows of recent peers are kept as positions in the sequence.
 */
public final class HostSequence {
  static final int NOT_SEEN = -1;
  static final int SNAPSHOT = 64;
  private static final int TICK_BYTES = CodecSpec.TICKS * HostContext.TICK_FEATURES;

  final int size;
  final byte[] rows;

  /** Number of service classes. */
  final int services;

  /** Flows of each service class before every {@link #SNAPSHOT}th flow. */
  final List<int[]> usedServices = new ArrayList<>();

  final long[] targets;
  final float[] numbers;
  final int[] peerRows;
  final byte[] peerUse;
  final byte[] replies;
  final float[] now;
  final float[] lastPorts;
  final int[] referred;

  /** For a new peer's first flow: flows with it until it is forgotten; else 0. */
  final int[] introduced;

  final int[] tick;
  final List<byte[]> ticks = new ArrayList<>();
  final List<float[]> calendars = new ArrayList<>();
  final float[] profile;

  private HostSequence(int size, int services, float[] profile) {
    this.services = services;
    this.size = size;
    this.profile = profile;
    rows = new byte[size * HostContext.ROW_BYTES];
    targets = new long[size * TargetColumns.CLASSES];
    numbers = new float[size * TargetColumns.NUMBERS];
    peerRows = new int[size * CodecSpec.PEERS];
    peerUse = new byte[size * 2 * CodecSpec.PEERS];
    replies = new byte[size * CodecSpec.REPLIES * HostContext.REPLY_FEATURES];
    now = new float[size * HostContext.NOW_FEATURES];
    lastPorts = new float[size * 2];
    referred = new int[size];
    introduced = new int[size];
    tick = new int[size];
  }

  /** Replays {@code flows} through the codec with full memory. */
  public static HostSequence of(
      FlowCodec codec, int host, long startSecond, List<Flow> flows, float[] profile) {
    return of(codec, host, startSecond, flows, profile, Memory.FULL);
  }

  /**
   * Replays {@code flows} through the codec.
   *
   * @param startSecond the host's start, at or before its first flow
   * @param profile the host's profile, standardised
   * @param memory what each flow remembers; without any, flows leave no rows either
   */
  public static HostSequence of(
      FlowCodec codec,
      int host,
      long startSecond,
      List<Flow> flows,
      float[] profile,
      Memory memory) {
    HostSequence sequence = new HostSequence(flows.size(), codec.spec().serviceClasses(), profile);
    int[] used = new int[sequence.services];
    HostContext context = memory.before(new HostContext(host, startSecond));
    TargetColumns columns = new TargetColumns(codec.spec());
    CodedFlow coded = new CodedFlow();
    Map<Integer, Integer> introductions = new HashMap<>();
    for (int i = 0; i < sequence.size; i++) {
      if (i % SNAPSHOT == 0) {
        sequence.usedServices.add(used.clone());
      }
      sequence.capture(codec.spec(), context, i);
      codec.encode(context, flows.get(i), coded);
      int peer = flows.get(i).peerOf(host);
      if (coded.isNewPeer()) {
        introductions.put(peer, i);
      }
      sequence.introduced[introductions.getOrDefault(peer, i)]++;
      columns.write(
          coded,
          sequence.targets,
          i * TargetColumns.CLASSES,
          sequence.numbers,
          i * TargetColumns.NUMBERS);
      sequence.referred[i] = referred(context, coded, i);
      codec.observe(context, flows.get(i), coded);
      if (memory != Memory.NONE) {
        context.writeLastRow(sequence.rows, i * HostContext.ROW_BYTES);
        sequence.count(used, i);
      }
      context = memory.before(context);
    }
    return sequence;
  }

  /** Class of the service of flow {@code i}. */
  int serviceOf(int i) {
    int at = i * HostContext.ROW_BYTES + HostContext.ROW_FEATURES;
    return (rows[at] & 255) | (rows[at + 1] & 255) << 8;
  }

  /** Flows of each service class before flow {@code i}. */
  int[] servicesBefore(int i) {
    int[] used = usedServices.get(i / SNAPSHOT).clone();
    for (int before = i / SNAPSHOT * SNAPSHOT; before < i; before++) {
      count(used, before);
    }
    return used;
  }

  /** Adds the service of flow {@code i}; without memory it left none. */
  void count(int[] used, int i) {
    int service = serviceOf(i);
    if (service > 0) {
      used[service]++;
    }
  }

  /** Number of flows. */
  public int size() {
    return size;
  }

  private void capture(CodecSpec spec, HostContext context, int i) {
    int known = context.knownPeers();
    for (int place = 0; place < CodecSpec.PEERS; place++) {
      peerRows[i * CodecSpec.PEERS + place] =
          place < known ? (int) context.lastStepWithPeer(place) : NOT_SEEN;
    }
    context.copyPeerUse(peerUse, i * 2 * CodecSpec.PEERS);
    context.copyReplies(replies, i * CodecSpec.REPLIES * HostContext.REPLY_FEATURES);
    context.writeNow(now, i * HostContext.NOW_FEATURES);
    context.writeLastPorts(lastPorts, i * 2);
    if (i == 0 || context.tick() != lastTick) {
      lastTick = context.tick();
      byte[] closed = new byte[TICK_BYTES];
      context.writeTicks(closed, 0);
      ticks.add(closed);
      float[] calendar = new float[HostContext.CALENDAR_FEATURES];
      context.writeCalendar(spec, calendar, 0);
      calendars.add(calendar);
    }
    tick[i] = ticks.size() - 1;
  }

  private long lastTick;

  private static int referred(HostContext context, CodedFlow coded, int i) {
    if (coded.isReply()) {
      return i - coded.peerEvent - 1;
    }
    return coded.isNewPeer() ? NOT_SEEN : (int) context.lastStepWithPeer(coded.recentPeer());
  }
}
