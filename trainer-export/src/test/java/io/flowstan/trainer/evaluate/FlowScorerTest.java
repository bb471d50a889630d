package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.Memory;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.TargetColumns;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Flow;
import io.flowstan.model.ByteRows;
import io.flowstan.model.FloatRows;
import io.flowstan.model.OnnxGraph;
import io.flowstan.score.FlowScorer;
import io.flowstan.score.HostScore;
import io.flowstan.score.RecordedHost;
import io.flowstan.score.Score;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scorer on bundles that only the trainer can write, hence beside the trainer. */
class FlowScorerTest {
  private static final HostFlows DATA = SmallTraffic.of(1, 3, 200);

  private final Path folder;

  FlowScorerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anIndifferentModelCostsTheLogarithmOfTheClasses() throws IOException {
    SmallBundle bundle = SmallBundle.indifferent(DATA);
    Score score = score(bundle, Memory.FULL, 64);

    HostScore web = score.hosts().get(0);
    // every second flow is a reply, whose direction is fixed
    assertThat(nats(web, Head.DIRECTION)).isCloseTo(100 * Math.log(2), within(1e-3));
    // the kept part of ln(1) and nothing else: one label, no other known
    assertThat(nats(web, Head.LABEL)).isCloseTo(-200 * Math.log1p(-1e-4), within(1e-3));
    HostScore dns = score.hosts().get(1);
    long within16 = gapsBelow(List.copyOf(DATA.byHost().values()).get(1), 16);
    assertThat(nats(dns, Head.GAP)).isGreaterThan(within16 * Math.log(17));
  }

  @Test
  void withoutMemoryEveryPeerIsNewAndCostsNothing() throws IOException {
    SmallBundle bundle = SmallBundle.random(DATA, 5);
    assertThat(score(bundle, Memory.NONE, 64).natsPerFlow(Set.of(Head.PEER))).isZero();
    assertThat(score(bundle, Memory.FULL, 64).natsPerFlow(Set.of(Head.PEER))).isGreaterThan(0.1);
  }

  @Test
  void aBatchGivesWhatOneFlowAtATimeGives() throws IOException {
    SmallBundle bundle = SmallBundle.random(DATA, 7);
    // 64 does not divide the flows, and hosts share batches
    Score batched = score(bundle, Memory.FULL, 64);
    Score single = score(bundle, Memory.FULL, 1);
    for (int h = 0; h < 3; h++) {
      for (Head head : Head.values()) {
        // some of ONNX Runtime's functions differ in the last bit by a value's place in the batch
        assertThat(nats(batched.hosts().get(h), head))
            .isCloseTo(nats(single.hosts().get(h), head), within(1e-4));
      }
    }
  }

  @Test
  void itIsTheGraphsAnswerToTheInputsOfServing() throws IOException {
    SmallBundle bundle = SmallBundle.random(DATA, 9);
    EngineModel model = EngineModel.of(bundle.write(folder.resolve("direct"), Memory.FULL));
    RecordedHost host = SmallTraffic.recorded(DATA, bundle.profiles).get(0);

    double[] direct = direct(model, host);

    try (FlowScorer scorer = FlowScorer.open(model, 32)) {
      HostScore scored = scorer.score(List.of(host), Memory.FULL).hosts().get(0);
      for (Head head : Head.values()) {
        assertThat(nats(scored, head)).isCloseTo(direct[head.column()], within(1e-4));
      }
    }
  }

  @Test
  void aModelThatListensToTheProfileFindsFlowsLessLikelyWithAnothersProfile() throws IOException {
    // Given a direction read off one feature of the profile: half out where replies come back
    int outgoing = 2;
    SmallBundle bundle = SmallBundle.indifferent(SmallTraffic.of(1, 2, 200));
    int profile = bundle.rows("trunk.weight") - bundle.shape.profile() + outgoing;
    int hidden = Head.DIRECTION.column() * bundle.shape.head();
    bundle.with("trunk.weight", profile, 0, 1).with("trunk.weight", profile, 1, -1);
    bundle.with("heads.weight", 0, hidden, 1).with("heads.weight", 1, hidden + 1, 1);
    bundle.with("direction.weight", 0, 0, 5).with("direction.weight", 1, 1, 5);
    HostFlows data = SmallTraffic.of(1, 2, 200);
    EngineModel model = EngineModel.of(bundle.write(folder.resolve("listener"), Memory.FULL));
    assertThat(bundle.profiles.features().get(outgoing)).isEqualTo("outgoing-share");

    try (FlowScorer scorer = FlowScorer.open(model, 64)) {
      List<RecordedHost> hosts = SmallTraffic.recorded(data, bundle.profiles);
      HostScore own = scorer.score(hosts, Memory.FULL).hosts().get(1);
      HostScore swapped = scorer.scoreInOthersContexts(hosts, flows -> {}).hosts().get(1);

      // the second host sends only; of two hosts, standardised features are -1 and 1
      assertThat(nats(own, Head.DIRECTION)).isCloseTo(200 * Math.log1p(Math.exp(-5)), within(.01));
      // before its first flow the other host is there already: all 200 flows are misjudged
      assertThat(nats(swapped, Head.DIRECTION))
          .isCloseTo(200 * Math.log1p(Math.exp(5)), within(.1));
      assertThat(nats(swapped, Head.PEER)).isCloseTo(nats(own, Head.PEER), within(1e-3));
    }
  }

  @Test
  void whatItCannotScoreItSays() throws IOException {
    SmallBundle bundle = SmallBundle.indifferent(DATA);
    EngineModel model = EngineModel.of(bundle.write(folder.resolve("b"), Memory.FULL));
    List<RecordedHost> hosts = SmallTraffic.recorded(DATA, bundle.profiles);
    RecordedHost short1 =
        RecordedHost.of(hosts.get(0).address(), 0, hosts.get(0).flows(), new float[] {1});
    try (FlowScorer scorer = FlowScorer.open(model, 8)) {
      assertThatThrownBy(() -> scorer.scoreInOthersContexts(hosts.subList(0, 1), flows -> {}))
          .hasMessageContaining("expected at least 2 hosts");
      assertThatThrownBy(() -> scorer.score(List.of(short1), Memory.FULL))
          .hasMessageContaining("host 42.219.0.1: profile of 1 features: expected 41");
    }
  }

  private Score score(SmallBundle bundle, Memory memory, int maxRows) throws IOException {
    EngineModel model = EngineModel.of(bundle.write(folder.resolve("bundle"), memory));
    try (FlowScorer scorer = FlowScorer.open(model, maxRows)) {
      return scorer.score(SmallTraffic.recorded(DATA, bundle.profiles), memory);
    }
  }

  private static double[] direct(EngineModel model, RecordedHost host) throws IOException {
    double[] nats = new double[TargetColumns.CLASSES];
    HostContext at = new HostContext(host.address(), host.startSecond());
    CodedFlow coded = new CodedFlow();
    TargetColumns columns = new TargetColumns(model.codec().spec());
    long[] targets = new long[TargetColumns.CLASSES];
    float[] numbers = new float[TargetColumns.NUMBERS];
    try (OnnxGraph score = OnnxGraph.open(model.bundle(), ModelContract.SCORE, 1);
        OnnxGraph context = OnnxGraph.open(model.bundle(), ModelContract.CONTEXT, 1)) {
      for (int i = 0; i < host.profile().size(); i++) {
        score.floats(ModelContract.PROFILE).put(i, host.profile().get(i));
      }
      for (Flow flow : host.flows()) {
        fill(context.byteRows(ModelContract.TICKS), row -> at.writeTicks(row, 0));
        fill(
            context.floatRows(ModelContract.CALENDAR),
            row -> at.writeCalendar(model.codec().spec(), row, 0));
        context.run(1);
        score
            .floats(ModelContract.CONTEXT_VECTOR)
            .put(context.floatOutput(ModelContract.CONTEXT_VECTOR));
        fill(score.byteRows(ModelContract.HISTORY), row -> at.writeHistory(row, 0));
        fill(score.byteRows(ModelContract.LATEST), row -> at.writeLatest(row, 0));
        fill(score.byteRows(ModelContract.PEERS), row -> at.writePeers(row, 0));
        fill(score.byteRows(ModelContract.SERVICES), row -> at.writeServices(row, 0, row.length));
        fill(score.floatRows(ModelContract.NOW), row -> at.writeNow(row, 0));
        fill(score.floatRows(ModelContract.LAST_PORTS), row -> at.writeLastPorts(row, 0));
        model.codec().encode(at, flow, coded);
        columns.write(coded, targets, 0, numbers, 0);
        score.longs(ModelContract.TARGETS).put(targets);
        score.floats(ModelContract.NUMBERS).put(numbers);
        score.run(1);
        for (int head = 0; head < nats.length; head++) {
          nats[head] -= score.floatOutput(ModelContract.LOG_LIKELIHOOD).get(head);
        }
        model.codec().observe(at, flow, coded);
      }
    }
    return nats;
  }

  private static double nats(HostScore score, Head head) {
    return score.nats(Set.of(head));
  }

  private static long gapsBelow(List<Flow> flows, int seconds) {
    long last = SmallTraffic.START_SECOND;
    long count = 0;
    for (Flow flow : flows) {
      count += flow.endSecond() - last < seconds ? 1 : 0;
      last = flow.endSecond();
    }
    return count;
  }

  private static void fill(ByteRows rows, Consumer<byte[]> row) {
    row.accept(rows.row());
    rows.put(0);
  }

  private static void fill(FloatRows rows, Consumer<float[]> row) {
    row.accept(rows.row());
    rows.put(0);
  }
}
