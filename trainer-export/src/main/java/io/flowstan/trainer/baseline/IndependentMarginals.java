package io.flowstan.trainer.baseline;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.Memory;
import io.flowstan.codec.TargetColumns;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.score.HostScore;
import io.flowstan.score.RecordedHost;
import io.flowstan.score.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every attribute drawn alone, from its distribution over all training flows: what a model must
 * beat to have learned anything. Flows are coded without memory, so it covers the same events as a
 * memoryless model; a class is as likely as its share (one added to each count), a number without a
 * class follows a {@link NumberHistogram}, a port in a bin is uniform there.
 */
public final class IndependentMarginals {
  private static final long MAX_PACKETS = Integer.MAX_VALUE;
  private static final long SMALLEST_PACKET = 28;

  private final CodecSpec spec;
  private final FlowCodec codec;
  private final TargetColumns columns;
  private final Map<Head, long[]> counts = new EnumMap<>(Head.class);
  private final Map<Head, Long> totals = new EnumMap<>(Head.class);
  private final Map<Head, NumberHistogram> tails = new EnumMap<>(Head.class);
  private final long[] targets = new long[TargetColumns.CLASSES];
  private final float[] numbers = new float[TargetColumns.NUMBERS];

  private IndependentMarginals(CodecSpec spec) {
    this.spec = spec;
    this.codec = new FlowCodec(spec);
    this.columns = new TargetColumns(spec);
    for (Head head : Head.values()) {
      long[] ones = new long[classes(head)];
      Arrays.fill(ones, 1);
      counts.put(head, ones);
      totals.put(head, (long) ones.length);
    }
    tails.put(Head.GAP, new NumberHistogram(CodecSpec.GAP_CLASSES, Integer.MAX_VALUE, List.of()));
    tails.put(
        Head.PACKETS, new NumberHistogram(CodecSpec.PACKET_CLASSES + 1L, MAX_PACKETS, List.of()));
    tails.put(
        Head.BYTES,
        new NumberHistogram(
            SMALLEST_PACKET, FlowRule.MAX_BYTES_PER_PACKET * MAX_PACKETS, spec.byteValues()));
    tails.put(
        Head.DURATION,
        new NumberHistogram(
            1, FlowRule.MAX_DURATION_MS / FlowRule.DURATION_GRID_MS, spec.durations()));
  }

  /** The marginals of all flows of {@code hosts} in the vocabularies of {@code spec}. */
  public static IndependentMarginals fit(CodecSpec spec, List<RecordedHost> hosts) {
    IndependentMarginals marginals = new IndependentMarginals(spec);
    hosts.forEach(host -> marginals.code(host, marginals::count));
    return marginals;
  }

  /** What the flows of {@code hosts} cost. */
  public Score score(List<RecordedHost> hosts) {
    List<HostScore> scores = new ArrayList<>();
    for (RecordedHost host : hosts) {
      double[] nats = new double[TargetColumns.CLASSES];
      code(
          host,
          flow -> {
            for (Head head : Head.values()) {
              nats[head.column()] += nats(head, flow);
            }
          });
      scores.add(
          new HostScore(host.address(), host.flows().size(), Arrays.stream(nats).boxed().toList()));
    }
    return new Score(scores);
  }

  private void code(RecordedHost host, Consumer<CodedFlow> sink) {
    CodedFlow coded = new CodedFlow();
    HostContext context = new HostContext(host.address(), host.startSecond());
    for (Flow flow : host.flows()) {
      codec.encode(context, flow, coded);
      columns.write(coded, targets, 0, numbers, 0);
      sink.accept(coded);
      codec.observe(context, flow, coded);
      context = Memory.NONE.before(context);
    }
  }

  private void count(CodedFlow flow) {
    for (Head head : Head.values()) {
      int target = (int) targets[head.column()];
      if (head == Head.PEER || target < 0) {
        continue;
      }
      counts(head)[target]++;
      totals.merge(head, 1L, Long::sum);
      NumberHistogram tail = tails.get(head);
      if (tail != null && isTail(head, target)) {
        tail.add(number(head, flow));
      }
    }
  }

  /** The cost of {@code flow}'s attribute, whose classes stand in {@link #targets}. */
  private double nats(Head head, CodedFlow flow) {
    int target = (int) targets[head.column()];
    if (head == Head.PEER || target < 0) {
      return 0; // without memory every peer is new; the rest are attributes that do not apply
    }
    long total = totals.getOrDefault(head, 0L);
    double nats = Math.log((double) total / counts(head)[target]);
    NumberHistogram tail = tails.get(head);
    if (tail != null && isTail(head, target)) {
      return nats + tail.nats(number(head, flow));
    }
    if (head == Head.SERVICE_PORT) {
      return nats + lnPortsIn(target);
    }
    if (head == Head.OTHER_PORT && target >= spec.firstPortBin()) {
      return nats + lnPortsIn(target - spec.firstPortBin());
    }
    return nats;
  }

  private double lnPortsIn(int bin) {
    return Math.log((double) spec.portsIn(bin));
  }

  private boolean isTail(Head head, int target) {
    return target == classes(head) - 1;
  }

  private long[] counts(Head head) {
    long[] of = counts.get(head);
    if (of == null) {
      throw new IllegalStateException("no counts of head " + head.title());
    }
    return of;
  }

  private static long number(Head head, CodedFlow flow) {
    return switch (head) {
      case GAP -> flow.gapSeconds;
      case PACKETS -> flow.packets;
      case BYTES -> flow.bytes;
      case DURATION -> flow.durationSteps;
      case PEER,
          DIRECTION,
          PROTOCOL,
          SERVICE,
          SERVICE_PORT,
          OTHER_PORT,
          FIRST_OCTET,
          TOS,
          FLAGS,
          LABEL ->
          throw new IllegalArgumentException("head " + head.title() + " has no number");
    };
  }

  /** Number of classes; one more than listed where there is an escape or a tail, which is last. */
  private int classes(Head head) {
    return switch (head) {
      case GAP -> CodecSpec.GAP_CLASSES + 1;
      case PEER -> CodecSpec.PEER_EVENTS;
      case DIRECTION -> 2;
      case PROTOCOL -> spec.protocols().size() + 1;
      case SERVICE -> spec.serviceClasses();
      case DURATION -> spec.durationClasses();
      case SERVICE_PORT -> spec.portBins().size();
      case OTHER_PORT -> spec.otherPortClasses();
      case FIRST_OCTET -> spec.firstOctets().size() + 1;
      case TOS -> spec.tos().size() + 1;
      case FLAGS -> spec.flags().size() + 1;
      case PACKETS -> CodecSpec.PACKET_CLASSES + 1;
      case BYTES -> spec.byteValues().size() + 1;
      case LABEL -> spec.labels().size() + 1;
    };
  }
}
