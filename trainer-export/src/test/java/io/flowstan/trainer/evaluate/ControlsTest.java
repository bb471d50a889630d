package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.cli.OutputOptions;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.parallel.Workers;
import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.FigureResult;
import io.flowstan.trainer.report.Outcome;
import io.flowstan.trainer.report.Verdict;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tables of which it is known what is wrong with them, judged with all metrics but the learned
 * ones, for which see {@link JudgesTest}.
 */
class ControlsTest {
  private static final int HOSTS = 4;
  private static final FlowTable RECORDED = SessionTraffic.of(1, HOSTS, 1_500);
  private static final FlowTable TRAINING = SessionTraffic.of(2, 4 * HOSTS, 1_500);

  @Test
  void aCopyOfTheRecordedHostsIsWithinEverywhere() throws IOException {
    Map<String, Verdict> verdicts = verdicts(RECORDED);

    assertThat(verdicts.values()).doesNotContain(Verdict.BEYOND);
    assertThat(verdicts).containsEntry("acf.bytes", Verdict.WITHIN);
  }

  @Test
  void otherHostsOfTheSameKindAreWithinInMostHeadlines() throws IOException {
    Map<String, Verdict> verdicts = headlines(SessionTraffic.of(3, HOSTS, 1_500));

    // of 16 figures; healthy: 16 within; broken, hosts that repeat one flow: 3; bar: 12
    assertThat(Collections.frequency(verdicts.values(), Verdict.WITHIN)).isGreaterThan(12);
  }

  @Test
  void rowsInAnotherOrderLoseWhatStreamsRemember() throws IOException {
    Map<String, Verdict> verdicts = verdicts(map(RECORDED, ControlsTest::shuffledInTime));

    assertThat(verdicts)
        .containsEntry("acf.bytes", Verdict.BEYOND)
        .containsEntry("shares.replies", Verdict.BEYOND)
        .containsEntry("shares.peer-in-8", Verdict.BEYOND)
        .containsEntry("marginal.js.bytes", Verdict.WITHIN)
        .containsEntry("shares.same-second", Verdict.WITHIN);
  }

  @Test
  void bytesOfOtherRowsLoseTheDependenceOfAttributes() throws IOException {
    Map<String, Verdict> verdicts = verdicts(map(RECORDED, ControlsTest::withOtherBytes));

    assertThat(verdicts)
        .containsEntry("dependence.nmi", Verdict.BEYOND)
        .containsEntry("marginal.js.bytes", Verdict.WITHIN)
        .containsEntry("shares.same-second", Verdict.WITHIN);
  }

  @Test
  void trainingHostsAreFoundToBeCopies() throws IOException {
    FlowTable copied = TRAINING.of(TRAINING.shuffledHosts(9).subList(0, HOSTS));

    Map<String, Verdict> verdicts = verdicts(copied);

    assertThat(verdicts)
        .containsEntry("novelty.seen-rows", Verdict.BEYOND)
        .containsEntry("novelty.copied-runs", Verdict.BEYOND);
  }

  @Test
  void hostsThatRepeatOneFlowAreWithinNextToNothing() throws IOException {
    Map<String, Verdict> verdicts = headlines(map(RECORDED, ControlsTest::oneFlowRepeated));

    // of 16 figures; broken: 1 within, the host's ports, which are random in the others; 13 beyond,
    // and 2 absent for want of anything that varies; healthy, other hosts: 16 within; bar: 3
    assertThat(Collections.frequency(verdicts.values(), Verdict.WITHIN)).isLessThan(3);
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    FlowTable other = SessionTraffic.of(3, HOSTS, 300);

    assertThat(judge(other, 1)).isEqualTo(judge(other, 3));
  }

  private static Map<String, Verdict> verdicts(FlowTable synthetic) throws IOException {
    return verdicts(judge(synthetic, 2));
  }

  private static Map<String, Verdict> headlines(FlowTable synthetic) throws IOException {
    return verdicts(judge(synthetic, 2).stream().filter(FigureResult::headline).toList());
  }

  private static Map<String, Verdict> verdicts(List<FigureResult> figures) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (FigureResult figure : figures) {
      Outcome outcome = figure.of(Contestant.MODEL);
      verdicts.put(figure.key(), outcome == null ? Verdict.ABSENT : outcome.verdict());
    }
    return verdicts;
  }

  private static List<FigureResult> judge(FlowTable synthetic, int threads) throws IOException {
    Field field = new Field(RECORDED, TRAINING, HOSTS, 3, 1, Metrics::withoutJudges);
    field.addFloor(TRAINING);
    field.addSynthetic(synthetic);
    try (Workers workers = new Workers(threads, "test")) {
      Steps steps = new Steps(new OutputOptions().progress("test", "steps", 1));
      Arena arena = new Arena(RECORDED, HOSTS, 5, 1, workers, new Stopwatch(), steps);
      return Arena.judge(field.metrics(), arena.compare(field.contenders()));
    }
  }

  /** Changes the stream of a host. */
  private interface Change {
    List<Flow> of(int host, List<Flow> flows);
  }

  /** The table with changed streams, under other addresses. */
  private static FlowTable map(FlowTable table, Change change) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    table.byHost().forEach((host, flows) -> byHost.put(host, change.of(host, flows)));
    return new FlowTable("control", table.startSecond(), table.days(), byHost);
  }

  private static List<Flow> shuffledInTime(int host, List<Flow> flows) {
    List<Flow> shuffled = new ArrayList<>(flows);
    Collections.shuffle(shuffled, new Random(host));
    List<Flow> stream = new ArrayList<>();
    for (int i = 0; i < flows.size(); i++) {
      Flow from = shuffled.get(i);
      stream.add(copy(from, flows.get(i).endSecond(), from.bytes()));
    }
    return stream;
  }

  private static List<Flow> withOtherBytes(int host, List<Flow> flows) {
    List<Flow> shuffled = new ArrayList<>(flows);
    Collections.shuffle(shuffled, new Random(host));
    List<Flow> stream = new ArrayList<>();
    for (int i = 0; i < flows.size(); i++) {
      stream.add(copy(flows.get(i), flows.get(i).endSecond(), shuffled.get(i).bytes()));
    }
    return stream;
  }

  /** One flow again and again, every ten seconds of the day. */
  private static List<Flow> oneFlowRepeated(int host, List<Flow> flows) {
    int peer = Ipv4.parse("203.0.113.1");
    String label = flows.get(0).label();
    List<Flow> stream = new ArrayList<>();
    for (int i = 0; i < 8_640; i++) {
      long second = SessionTraffic.START_SECOND + 10L * i;
      stream.add(new Flow(second, 0, host, peer, 1_000, 80, 6, 16, 0, 0, 1, 40, label));
    }
    return stream;
  }

  private static Flow copy(Flow flow, long endSecond, long bytes) {
    return new Flow(
        endSecond,
        flow.durationMs(),
        flow.source(),
        flow.destination(),
        flow.sourcePort(),
        flow.destinationPort(),
        flow.protocol(),
        flow.tcpFlags(),
        flow.forwardingStatus(),
        flow.tos(),
        flow.packets(),
        bytes,
        flow.label());
  }
}
