package io.flowstan.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.twosample.MadeTraffic;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Synthetic flows of the real process, and the same with their columns shuffled. */
class TaskSuiteTest {
  private static final FlowTable TRAIN = MadeTraffic.of(1, "10.0.0.1", 12, 200);
  private static final FlowTable TEST = MadeTraffic.of(2, "10.1.0.1", 12, 200);
  private static final FlowTable GOOD = MadeTraffic.of(3, "10.2.0.1", 12, 200);

  private static TaskResults good = new TaskResults(List.of(), List.of());
  private static TaskResults bad = new TaskResults(List.of(), List.of());

  @BeforeAll
  static void run() {
    ForestSettings small = new ForestSettings(8, 400, 8, 5, .4f, 16);
    TaskSuite suite = new TaskSuite(TRAIN, TEST, new TaskSuite.Sizes(600, 300, small, small), 7);
    good = suite.run(GOOD);
    bad = suite.run(MadeTraffic.shuffledColumns(GOOD, 5));
  }

  private static TaskScore score(TaskResults results, String key) {
    return results.scores().stream()
        .filter(score -> score.measure().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void goodFlowsTeachTheProtocolAsRealOnesDo() {
    // healthy 1 against 1; without learning .33
    assertThat(score(good, "task.protocol.f1").synthetic()).isGreaterThan(.95);
    assertThat(score(good, "task.protocol.f1").naive()).isBetween(.3, .4);
  }

  @Test
  void goodFlowsTeachTheForecastAsRealOnesDo() {
    // The rows before tell the kind of the next, which fixes its size up to a factor whose ln has a
    // standard deviation of about .75; the mean leaves 1.4
    TaskScore forecast = score(good, "task.forecast.rmse");

    assertThat(forecast.ratio()).isBetween(.9, 1.1);
    assertThat(forecast.kept().orElseThrow()).isGreaterThan(.8);
  }

  @Test
  void shuffledColumnsTeachNoForecast() {
    // healthy 1; of these -.21 to .18 over three seeds, useless 0
    assertThat(score(bad, "task.forecast.rmse").kept().orElseThrow()).isLessThan(.3);
  }

  @Test
  void shuffledColumnsTeachNoProtocol() {
    // healthy 1; of these .48 to .56 over three seeds, a fair coin .5, without learning .33
    assertThat(score(bad, "task.protocol.f1").synthetic()).isLessThan(.7);
  }

  @Test
  void exfiltrationIsFoundByDetectorsThatLearnedFromGoodFlows() {
    // healthy 1, chance .5
    assertThat(score(good, "task.anomaly.cut-forest.exfiltration").synthetic()).isGreaterThan(.9);
    assertThat(score(good, "task.anomaly.surprise.exfiltration").synthetic()).isGreaterThan(.9);
  }

  @Test
  void everyKindIsScoredByBothDetectors() {
    assertThat(good.scores())
        .filteredOn(score -> score.measure().key().startsWith("task.anomaly."))
        .hasSize(2 * AnomalyKind.values().length)
        .allSatisfy(score -> assertThat(score.synthetic()).isBetween(0.0, 1.0));
  }

  @Test
  void replacementBeginsWithRealAndEndsWithSynthetic() {
    TaskScore forecast = score(bad, "task.forecast.rmse");

    assertThat(bad.replacement())
        .filteredOn(point -> point.key().equals("task.forecast.rmse"))
        .hasSize(5)
        .startsWith(new TaskResults.ReplacementPoint("task.forecast.rmse", 0, forecast.real()))
        .endsWith(new TaskResults.ReplacementPoint("task.forecast.rmse", 1, forecast.synthetic()));
  }

  @Test
  void embeddingsAreComparedWithNone() {
    TaskScore embedded = score(good, "task.forecast.rmse.embedded");

    assertThat(embedded.naive()).isEqualTo(score(good, "task.forecast.rmse").real());
    assertThat(embedded.ratio()).isBetween(.9, 1.1);
  }

  @Test
  void aTableThatIsTooShortIsRefused() {
    FlowTable few = MadeTraffic.of(1, "10.0.0.1", 3, 5);

    assertThatThrownBy(() -> new TaskSuite(few, TEST, 7))
        .hasMessage("made 1: no host has 6 flows: expected at least one that has");
  }

  @Test
  void macroF1IsTheMeanOverTheClassesThatOccur() {
    // by hand: F1 of 0 is 2 * 1 / (2 + 1), of 1 is 2 * 1 / (1 + 2), of 2 is 2 * 1 / (1 + 1); class
    // 3 does not occur
    double[] scores = ProtocolTask.scores(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 2});

    assertThat(scores).containsExactly((2.0 / 3 + 2.0 / 3 + 1) / 3, .75);
  }
}
