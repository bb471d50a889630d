package io.flowstan.trainer.metric.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoursTest {
  private static final int SECONDS_AN_HOUR = 3_600;

  private final Hours hours = new Hours();

  /** 1,000 flows in each of two hours of the day, of these sizes. */
  private static FlowTable twoHours(int hour, long bytes, int nextHour, long nextBytes) {
    return MadeTable.of(
        1,
        2_000,
        draft -> {
          boolean first = draft.place < 1_000;
          draft.endSecond =
              MadeTable.START_SECOND
                  + (long) SECONDS_AN_HOUR * (first ? hour : nextHour)
                  + draft.place % 1_000;
          draft.bytes = first ? bytes : nextBytes;
        });
  }

  @Test
  void sizesThatSwapHoursAreSeen() {
    // Given small flows in the morning and large ones in the evening, and the reverse
    FlowTable real = twoHours(8, 100, 20, 1_000);
    FlowTable swapped = twoHours(8, 1_000, 20, 100);

    // Then every hour's sizes are disjoint, though the day's are the same
    assertThat(hours.compare(real, swapped, 3).get("hours.js.bytes"))
        .isCloseTo(Math.log(2), within(1e-12));
    assertThat(hours.compare(real, swapped, 3).get("hours.profile")).isZero();
  }

  @Test
  void anHourWeighsAsManyFlowsAsTheRealOneHas() {
    // Given an hour of equal sizes and one of disjoint ones, with as many real flows each
    FlowTable real = twoHours(8, 100, 20, 100);
    FlowTable other = twoHours(8, 100, 20, 1_000);

    assertThat(hours.compare(real, other, 3).get("hours.js.bytes"))
        .isCloseTo(Math.log(2) / 2, within(1e-12));
  }

  @Test
  void otherHoursShowInTheProfileAlone() {
    Map<String, Double> figures =
        hours.compare(twoHours(8, 100, 20, 100), twoHours(9, 100, 21, 100), 3);

    assertThat(figures).containsOnlyKeys("hours.profile");
    assertThat(figures.get("hours.profile")).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void halfOfTheDayAgainstTwoHalvesHasItsClosedForm() {
    // (1, 0) against (1/2, 1/2)
    assertThat(
            hours
                .compare(twoHours(8, 100, 8, 100), twoHours(8, 100, 20, 100), 3)
                .get("hours.profile"))
        .isCloseTo(0.75 * Math.log(4.0 / 3), within(1e-12));
  }

  @Test
  void everyFigureIsGivenOnce() {
    FlowTable table = twoHours(8, 100, 20, 1_000);

    assertThat(hours.compare(table, table, 3).keySet())
        .containsExactlyInAnyOrderElementsOf(hours.figures().stream().map(Figure::key).toList());
  }
}
