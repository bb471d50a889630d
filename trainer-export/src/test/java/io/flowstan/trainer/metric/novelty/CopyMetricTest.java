package io.flowstan.trainer.metric.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyMetricTest {
  private static final int HOST = Ipv4.parse("10.0.0.1");
  private static final int OTHER_HOST = Ipv4.parse("10.9.0.1");

  /** A row that no other number makes, at another time and with another peer each time. */
  private static Flow row(int host, int number, long second) {
    int peer = Ipv4.parse("192.0.2.0") + (int) (second % 200);
    return new Flow(
        second, 0, host, peer, 40_000 + (int) second, 443, 6, 16, 0, 0, 1, 40 + number, "made");
  }

  private static FlowTable table(int host, int... numbers) {
    List<Flow> flows = new ArrayList<>();
    for (int number : numbers) {
      flows.add(row(host, number, 1_000L * host % 777 + flows.size()));
    }
    return new FlowTable("table", 0, 1, Map.of(host, flows));
  }

  private static int[] numbers(int from, int count) {
    return java.util.stream.IntStream.range(from, from + count).toArray();
  }

  private final CopyMetric metric = new CopyMetric(table(HOST, numbers(0, 50)));

  @Test
  void rowsThatTrainingHasAreSeen() {
    // Given 4 rows, of which training has 1 and 49, in a host with other peers, ports and times
    FlowTable table = table(OTHER_HOST, 1, 49, 50, 1_000);

    assertThat(metric.facts(table)).containsEntry("novelty.seen-rows", .5);
  }

  @Test
  void aRunOfEightIsOneCopyAndSoIsALongerOne() {
    // Given training's rows 0 to 7, then one of its own, then training's rows 20 to 30
    int[] numbers = new int[20];
    System.arraycopy(numbers(0, 8), 0, numbers, 0, 8);
    numbers[8] = 5_000;
    System.arraycopy(numbers(20, 11), 0, numbers, 9, 11);

    // Then there are 2 in 20 rows
    assertThat(metric.facts(table(OTHER_HOST, numbers)))
        .containsEntry("novelty.copied-runs", 1_000.0);
  }

  @Test
  void seenRowsInAnotherOrderAreNoRun() {
    int[] backwards = java.util.stream.IntStream.range(0, 50).map(i -> 49 - i).toArray();

    assertThat(metric.facts(table(OTHER_HOST, backwards)))
        .containsEntry("novelty.seen-rows", 1.0)
        .containsEntry("novelty.copied-runs", 0.0);
  }

  @Test
  void theDirectionIsPartOfARow() {
    // Given training's row 1 the other way round
    Flow flow = row(HOST, 1, 9);
    FlowTable table = new FlowTable("reverse", 0, 1, Map.of(flow.destination(), List.of(flow)));

    assertThat(metric.facts(table)).containsEntry("novelty.seen-rows", 0.0);
  }

  @Test
  void figuresAreOtherLessReal() {
    FlowTable real = table(OTHER_HOST, 1, 2, 3, 1_000);
    FlowTable other = table(OTHER_HOST, 1, 1_001, 1_002, 1_003);

    assertThat(metric.compare(real, other, 7))
        .containsEntry("novelty.seen-rows", -.5)
        .containsOnlyKeys(metric.figures().stream().map(Figure::key).toList());
  }

  @Test
  void aTableWithoutFlowsAllowsNoFigure() {
    FlowTable real = table(OTHER_HOST, 1);

    assertThat(metric.compare(real, table(OTHER_HOST), 7)).isEmpty();
  }
}
