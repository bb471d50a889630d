package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.codec.TargetColumns;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.testing.CodecGolden;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.ModelRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the score graph says about all values of a head, and how often the step graph draws them.
 */
class DistributionTest {
  private static final int BATCH = 2_000;

  @TempDir private Path folder;

  private final CodecSpec spec = TinyModel.codec();
  private final TargetColumns columns = new TargetColumns(spec);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70, 110})
  void probabilitiesOfAHeadSumToOne(int behind) throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(3, 1)), BATCH)) {
      HostContext context = after(behind);
      double kept = 1 - spec.escapeProbability();

      assertSum(graphs, context, Head.PEER, CodecSpec.PEER_EVENTS, (f, v) -> f.peerEvent = v, 1);
      assertSum(graphs, context, Head.DIRECTION, 2, (f, v) -> f.direction = v, 1);
      assertSum(graphs, context, Head.PROTOCOL, 5, (f, v) -> f.protocol = v, kept);
      assertSum(graphs, context, Head.PROTOCOL, 6, (f, v) -> f.protocol = v, 1);
      assertSum(graphs, context, Head.SERVICE, spec.serviceClasses(), (f, v) -> f.service = v, 1);
      assertSum(graphs, context, Head.OTHER_PORT, spec.otherPortClasses(), this::otherPortClass, 1);
      assertSum(graphs, context, Head.FLAGS, spec.flags().size() + 1, (f, v) -> f.flags = v, 1);
      // 28 to 1500 bytes in one packet, listed values both ways
      assertSum(graphs, context, Head.BYTES, 1_461, (f, v) -> f.bytes = 40L + v, 1);
      assertSum(graphs, context, Head.LABEL, 3, (f, v) -> f.label = v, 1);
    }
  }

  /** Tails of wide numbers: their sum over all values up to the largest. */
  @Test
  void probabilitiesOfDurationsSumToOne() throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(3, 1)), BATCH)) {
      assertSum(
          graphs,
          after(70),
          Head.DURATION,
          NetworkShape.MAX_DURATION_STEPS + 1,
          (f, v) -> {
            f.packets = 9;
            f.bytes = 1_500;
            f.durationSteps = v;
          },
          1);
    }
  }

  @Test
  void whatTheRulesForbidHasNoProbability() throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(3, 1)), BATCH)) {
      HostContext fresh = after(0);

      List<CodedFlow> flows = new ArrayList<>();
      flows.add(flow(f -> f.peerEvent = 0));
      flows.add(flow(f -> f.peerEvent = CodecSpec.REPLIES));
      double[] peers = scores(graphs, fresh, flows, Head.PEER);
      double copied = scores(graphs, fresh, List.of(flow(f -> f.service = 0)), Head.SERVICE)[0];
      double noFlag = scores(graphs, fresh, List.of(flow(f -> f.flags = 2)), Head.FLAGS)[0];
      double longSingle =
          scores(graphs, fresh, List.of(flow(f -> f.durationSteps = 1)), Head.DURATION)[0];

      assertThat(List.of(peers[0], peers[1], copied, noFlag, longSingle))
          .allSatisfy(nats -> assertThat(Math.exp(nats)).isZero());
    }
  }

  /**
   * Chi-square over classes expected at least 5 times of 2,000 draws, per degree of freedom.
   * Healthy: 1, standard deviation sqrt(2/df), below 2 for df of 8 and more; broken (draws one
   * class off): above 20. Bar 3.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void drawsAreAsFrequentAsTheirScoresSay(long seed) throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(seed, 1)), BATCH)) {
      HostContext context = after(110);
      float[] drawn = draw(graphs, context, seed);

      double[] peers = new double[CodecSpec.PEER_EVENTS];
      double[] gaps = new double[CodecSpec.GAP_CLASSES];
      for (int n = 0; n < BATCH; n++) {
        peers[(int) drawn[n * 15 + 1]]++;
        int gap = (int) drawn[n * 15];
        if (gap < gaps.length) {
          gaps[gap]++;
        }
      }

      assertThat(perDegree(gaps, gapScores(graphs, context))).isLessThan(3);
      // peers are drawn after the gap: their probabilities are the mean over the gaps drawn
      assertThat(perDegree(peers, peerScores(graphs, context, drawn))).isLessThan(3);
    }
  }

  /** The same bar; left alone, a restraint of 2 would come to more than 20. */
  @Test
  void aRestraintTakesItsPartOffShortGaps() throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      double restraint = 2;

      // Given the probabilities of a host that is left alone, tilted by hand
      double[] scores = gapScores(graphs, context);
      double[] tilted = new double[scores.length];
      double all = 1 - Arrays.stream(scores).sum();
      for (int gap = 0; gap < scores.length; gap++) {
        tilted[gap] = scores[gap] * Math.exp(-restraint * (1 - gap / 16.0));
        all += tilted[gap];
      }
      for (int gap = 0; gap < scores.length; gap++) {
        tilted[gap] /= all;
      }

      // When
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[SteeringColumns.RESTRAINT] = (float) restraint;
      float[] drawn = draw(graphs, context, 1, steering);

      // Then
      double[] gaps = new double[CodecSpec.GAP_CLASSES];
      for (int n = 0; n < BATCH; n++) {
        int gap = (int) drawn[n * 15];
        if (gap < gaps.length) {
          gaps[gap]++;
        }
      }
      assertThat(perDegree(gaps, tilted)).isLessThan(3);
      assertThat(perDegree(gaps, scores)).isGreaterThan(20);
    }
  }

  /** Hosts tilted to a protocol draw it more often, where they do not answer. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aTiltFavoursItsProtocol(int tilted) throws IOException {
    int[] protocols = {IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP};
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[SteeringColumns.FIRST_PROTOCOL + tilted] = 3;
      spread(steering, context);
      int wanted = spec.protocols().indexOf(protocols[tilted]);

      double before = odds(draw(graphs, context, 1, new float[SteeringColumns.WIDTH]), wanted);
      double after = odds(draw(graphs, context, 1, steering), wanted);

      // healthy: 2.8 and more, as e^3 = 20 is all that a tilt can do; without it 1
      assertThat(after / before).isGreaterThan(2);
    }
  }

  /** Peers are tilted among themselves: answers, recent and new ones stay as likely as they are. */
  @Test
  void aTiltOfPeersLeavesAnswersAndNewPeersAlone() throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[SteeringColumns.USUAL_PEER] = 0.05f;
      spread(steering, context);

      float[] before = draw(graphs, context, 1, new float[SteeringColumns.WIDTH]);
      float[] after = draw(graphs, context, 1, steering);

      int moved = 0;
      for (int n = 0; n < BATCH; n++) {
        assertThat(kindOfPeer(after[n * 15 + 1])).isEqualTo(kindOfPeer(before[n * 15 + 1]));
        moved += after[n * 15 + 1] == before[n * 15 + 1] ? 0 : 1;
      }
      assertThat(moved).isGreaterThan(BATCH / 20);
    }
  }

  /** New peers and answers have tilts of their own, in nats. */
  @ParameterizedTest
  @CsvSource({"3, 2", "4, 0"})
  void newPeersAndAnswersAreTiltedByThemselves(int column, int kind) throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[column] = 1;

      float[] before = draw(graphs, context, 1, new float[steering.length]);
      float[] after = draw(graphs, context, 1, steering);

      // flows differ in what they draw first, so that the odds of all together grow by less than e;
      // without a tilt there is none more
      int more = 0;
      for (int n = 0; n < BATCH; n++) {
        boolean was = kindOfPeer(before[n * 15 + 1]) == kind;
        boolean is = kindOfPeer(after[n * 15 + 1]) == kind;
        more += (is ? 1 : 0) - (was ? 1 : 0);
      }
      assertThat(more).isGreaterThan(BATCH / 100);
    }
  }

  /** In a full second no flow follows at once, and the other gaps stay as likely as they were. */
  @Test
  void nothingGoesOnInAFullSecond() throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      double[] scores = gapScores(graphs, context);
      double others = 1 - scores[0];
      scores[0] = 0;
      for (int gap = 1; gap < scores.length; gap++) {
        scores[gap] /= others;
      }
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[SteeringColumns.FULL_SECOND] = 100;

      float[] drawn = draw(graphs, context, 1, steering);

      double[] gaps = new double[CodecSpec.GAP_CLASSES];
      for (int n = 0; n < BATCH; n++) {
        int gap = (int) drawn[n * 15];
        if (gap < gaps.length) {
          gaps[gap]++;
        }
      }
      assertThat(gaps[0]).isZero();
      assertThat(perDegree(gaps, scores)).isLessThan(3);
    }
  }

  /** A host's largest flow bounds its packets by TCP, and others by another. */
  @ParameterizedTest
  @CsvSource({"6, true", "7, false"})
  void theLargestFlowBoundsPackets(int column, boolean isTcp) throws IOException {
    int most = 64;
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[column] = spec.maxPackets() - most;

      float[] before = draw(graphs, context, 1, new float[steering.length]);
      float[] after = draw(graphs, context, 1, steering);

      int tcp = spec.protocols().indexOf(IpProtocol.TCP);
      int larger = 0;
      for (int n = 0; n < BATCH; n++) {
        boolean isBounded = ((int) after[n * 15 + 3] == tcp) == isTcp;
        float packets = after[n * 15 + 11];
        larger += isBounded && before[n * 15 + 11] > most ? 1 : 0;
        assertThat((long) packets).isLessThanOrEqualTo(isBounded ? most : spec.maxPackets());
        assertThat(isBounded || packets == before[n * 15 + 11]).isTrue();
      }
      assertThat(larger).isPositive();
    }
  }

  /** Large and huge flows have tilts of their own, in nats. */
  @ParameterizedTest
  @CsvSource({"8, 25", "9, 1000"})
  void largeFlowsAreTilted(int column, int from) throws IOException {
    try (ScoredRows graphs =
        new ScoredRows(TinyModel.bundle(folder, TinyModel.weights(1, 1)), BATCH)) {
      HostContext context = after(110);
      float[] steering = new float[SteeringColumns.WIDTH];
      steering[column] = -3;

      float[] usual = draw(graphs, context, 1, new float[steering.length]);
      float[] less = draw(graphs, context, 1, steering);

      int before = 0;
      int after = 0;
      for (int n = 0; n < BATCH; n++) {
        before += usual[n * 15 + 11] >= from ? 1 : 0;
        after += less[n * 15 + 11] >= from ? 1 : 0;
      }
      // e^-3 = .05 is all that a tilt can do
      assertThat(before).isGreaterThan(10);
      assertThat(after).isLessThan(before / 2);
    }
  }

  private void spread(float[] steering, HostContext context) {
    ModelRow row = ModelRow.of(spec, context);
    SteeringColumns.spread(
        steering, SteeringColumns.kinds(spec), row.peerBytes(), row.serviceBytes());
  }

  /** 0 an answer, 1 a recent peer, 2 a new one. */
  private static int kindOfPeer(float event) {
    if (event < CodecSpec.REPLIES) {
      return 0;
    }
    return event < CodecSpec.NEW_PEER ? 1 : 2;
  }

  /** Odds of {@code protocol} among the flows that answer none. */
  private static double odds(float[] drawn, int protocol) {
    int count = 0;
    int others = 0;
    for (int n = 0; n < BATCH; n++) {
      if (kindOfPeer(drawn[n * 15 + 1]) > 0) {
        boolean isIt = (int) drawn[n * 15 + 3] == protocol;
        count += isIt ? 1 : 0;
        others += isIt ? 0 : 1;
      }
    }
    return (double) count / others;
  }

  private double[] gapScores(ScoredRows graphs, HostContext context) {
    List<CodedFlow> all = new ArrayList<>();
    for (int gap = 0; gap < CodecSpec.GAP_CLASSES; gap++) {
      int seconds = gap;
      all.add(flow(f -> f.gapSeconds = seconds));
    }
    double[] scores = scores(graphs, context, all, Head.GAP);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i]);
    }
    return scores;
  }

  private double[] peerScores(ScoredRows graphs, HostContext context, float[] drawn) {
    Map<Integer, Integer> gaps = new TreeMap<>();
    for (int n = 0; n < BATCH; n++) {
      gaps.merge((int) drawn[n * 15], 1, Integer::sum);
    }
    double[] mean = new double[CodecSpec.PEER_EVENTS];
    for (int event = 0; event < mean.length; event++) {
      int peer = event;
      List<CodedFlow> all = new ArrayList<>();
      for (int gap : gaps.keySet()) {
        all.add(
            flow(
                f -> {
                  f.gapSeconds = gap;
                  f.peerEvent = peer;
                }));
      }
      double[] scores = scores(graphs, context, all, Head.PEER);
      int at = 0;
      for (int count : gaps.values()) {
        mean[event] += Math.exp(scores[at++]) * count / BATCH;
      }
    }
    return mean;
  }

  private static double perDegree(double[] counts, double[] probabilities) {
    double sum = 0;
    int classes = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * BATCH;
      if (expected >= 5) {
        sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        classes++;
      }
    }
    assertThat(classes).isGreaterThan(1);
    return sum / (classes - 1);
  }

  private float[] draw(ScoredRows graphs, HostContext context, long seed) {
    return draw(graphs, context, seed, new float[SteeringColumns.WIDTH]);
  }

  private float[] draw(ScoredRows graphs, HostContext context, long seed, float[] steering) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] uniforms = new float[BATCH * Sampler.UNIFORMS];
    for (int i = 0; i < uniforms.length; i++) {
      uniforms[i] = random.nextInt(1 << 23) * 0x1p-23f;
    }
    ModelRow row = ModelRow.of(spec, context);
    return graphs.step(Collections.nCopies(BATCH, row), TinyModel.profile(), steering, uniforms);
  }

  private void otherPortClass(CodedFlow flow, int value) {
    flow.otherPortClass = value;
    int bin = value - spec.firstPortBin();
    flow.otherPort = bin < 0 ? 0 : spec.portBins().get(bin);
  }

  private void assertSum(
      ScoredRows graphs,
      HostContext context,
      Head head,
      int values,
      BiConsumer<CodedFlow, Integer> set,
      double expected) {
    double sum = 0;
    for (int from = 0; from < values; from += BATCH) {
      List<CodedFlow> all = new ArrayList<>();
      for (int v = from; v < Math.min(values, from + BATCH); v++) {
        int value = v;
        all.add(flow(f -> set.accept(f, value)));
      }
      for (double score : scores(graphs, context, all, head)) {
        sum += Math.exp(score);
      }
    }
    double portsPerBin = head == Head.OTHER_PORT ? sumOfBins(graphs, context) : 0;
    assertThat(sum + portsPerBin)
        .as("sum of %s after %d flows", head.title(), context.steps())
        .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-4));
  }

  /** A bin's class is scored for one port of it: its other ports have the same probability. */
  private double sumOfBins(ScoredRows graphs, HostContext context) {
    List<CodedFlow> all = new ArrayList<>();
    for (int bin = 0; bin < spec.portBins().size(); bin++) {
      int value = spec.firstPortBin() + bin;
      all.add(flow(f -> otherPortClass(f, value)));
    }
    double[] scores = scores(graphs, context, all, Head.OTHER_PORT);
    double sum = 0;
    for (int bin = 0; bin < scores.length; bin++) {
      sum += Math.exp(scores[bin]) * (spec.portsIn(bin) - 1);
    }
    return sum;
  }

  /** A TCP flow of one packet to a new peer's port 443, changed by {@code change}. */
  private static CodedFlow flow(java.util.function.Consumer<CodedFlow> change) {
    CodedFlow flow = new CodedFlow();
    flow.peerEvent = CodecSpec.NEW_PEER;
    flow.service = 1;
    flow.otherPortClass = TinyModel.codec().firstPortBin() + TinyModel.codec().portBin(50_000);
    flow.otherPort = 50_000;
    flow.flags = 1;
    flow.packets = 1;
    flow.bytes = 40;
    change.accept(flow);
    flow.firstOctet = flow.isNewPeer() ? 0 : -1;
    if (flow.isReply()) {
      flow.otherPortClass = -1;
    }
    return flow;
  }

  private double[] scores(
      ScoredRows graphs, HostContext context, List<CodedFlow> flows, Head head) {
    List<ModelRow> rows = new ArrayList<>();
    ModelRow moment = ModelRow.of(spec, context);
    for (CodedFlow flow : flows) {
      long[] targets = new long[TargetColumns.CLASSES];
      float[] numbers = new float[TargetColumns.NUMBERS];
      columns.write(flow, targets, 0, numbers, 0);
      rows.add(moment.with(targets, numbers));
    }
    float[] all = graphs.score(rows, TinyModel.profile());
    double[] scores = new double[flows.size()];
    for (int n = 0; n < scores.length; n++) {
      scores[n] = all[n * TargetColumns.CLASSES + head.column()];
    }
    return scores;
  }

  private HostContext after(int flows) {
    FlowCodec codec = new FlowCodec(spec);
    HostContext context = new HostContext(HostStory.HOST, CodecGolden.START_SECOND);
    CodedFlow coded = new CodedFlow();
    for (Flow flow : HostStory.of(spec, 4, flows)) {
      codec.encode(context, flow, coded);
      codec.observe(context, flow, coded);
    }
    return context;
  }
}
