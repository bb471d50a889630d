package io.flowstan.trainer.baseline;

import static io.flowstan.trainer.baseline.SmallTable.START_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.HostFlow;
import io.flowstan.trainer.baseline.Baseline.Population;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedFlowsTest {
  /** Flows every 0 to 99 seconds. */
  private static final HostProcess IRREGULAR =
      (host, previousEnd, draws) ->
          SmallTable.flow(host, previousEnd + draws.below(100), 6, 16, 2, 80);

  @Test
  void flowsComeInOrderOfTime() {
    List<HostFlow> flows = drain(new GeneratedFlows(population(5, 1), () -> IRREGULAR));

    assertThat(flows).isSortedAccordingTo((a, b) -> Long.compare(a.dueMs(), b.dueMs()));
  }

  @Test
  void theSequenceOfEachHostHasNoGap() {
    Map<Integer, Long> next = new HashMap<>();

    for (HostFlow flow : drain(new GeneratedFlows(population(5, 1), () -> IRREGULAR))) {
      assertThat(flow.sequence()).isEqualTo(next.getOrDefault(flow.host(), 0L));
      next.merge(flow.host(), 1L, Long::sum);
    }
    assertThat(next).hasSize(5);
  }

  @Test
  void flowsFillTheDaysAndNoMore() {
    // Given a flow every 20,000 seconds over two days
    GeneratedFlows flows =
        new GeneratedFlows(
            population(1, 2),
            () -> (host, end, draws) -> SmallTable.flow(host, end + 20_000, 6, 16, 2, 80));

    assertThat(drain(flows))
        .extracting(flow -> flow.flow().endSecond() - START_SECOND)
        .containsExactly(
            20_000L, 40_000L, 60_000L, 80_000L, 100_000L, 120_000L, 140_000L, 160_000L);
  }

  @Test
  void aHostThatNeverMovesOnIsCutOffEachDayAndCountedOnce() {
    // Given a process whose delta-t are all 0, over two days
    GeneratedFlows flows =
        new GeneratedFlows(
            population(1, 2), () -> (host, end, draws) -> SmallTable.flow(host, end, 6, 16, 2, 80));

    assertThat(drain(flows)).hasSize(2 * GeneratedFlows.MOST_FLOWS_A_DAY);
    assertThat(flows.cappedHosts()).isEqualTo(1);
  }

  @Test
  void noHostIsCountedWhereNoneIsCutOff() {
    GeneratedFlows flows = new GeneratedFlows(population(3, 1), () -> IRREGULAR);
    drain(flows);

    assertThat(flows.cappedHosts()).isZero();
  }

  @Test
  void hostsHaveRandomNumbersOfTheirOwn() {
    Map<Integer, List<Long>> ends = new HashMap<>();
    for (HostFlow flow : drain(new GeneratedFlows(population(2, 1), () -> IRREGULAR))) {
      ends.computeIfAbsent(flow.host(), host -> new ArrayList<>()).add(flow.dueMs());
    }

    assertThat(ends.values()).doesNotHaveDuplicates();
  }

  private static Population population(int hosts, int days) {
    return new Population(hosts, START_SECOND, days, 1);
  }

  private static List<HostFlow> drain(GeneratedFlows source) {
    List<HostFlow> flows = new ArrayList<>();
    for (HostFlow next = source.next(); next != null; next = source.next()) {
      flows.add(next);
    }
    return flows;
  }
}
