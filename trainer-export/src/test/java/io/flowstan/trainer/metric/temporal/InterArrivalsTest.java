package io.flowstan.trainer.metric.temporal;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.at;
import static io.flowstan.trainer.metric.temporal.SmallStreams.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.table.FlowTable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InterArrivalsTest {
  private final InterArrivals metric = new InterArrivals();

  @Test
  void thePointsAreFixedAndAscend() {
    assertThat(metric.seconds())
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(0, 1, 2, 4, 5, 8, 11, 16)
        .endsWith(46_340, 65_536);
  }

  @Test
  void aGapAtAPointIsNotAboveIt() {
    // Given gaps of 0, 1, 8, 9 and 80,000 s, at two hosts
    FlowTable table =
        table(1, at(HOST, LongStream.of(5, 5, 6, 14)), at(HOST + 1, LongStream.of(0, 9, 80_009)));

    assertThat(metric.facts(table))
        .containsEntry("arrivals.above-0s", 4 / 5.0)
        .containsEntry("arrivals.above-1s", 3 / 5.0)
        .containsEntry("arrivals.above-8s", 2 / 5.0)
        .containsEntry("arrivals.above-64s", 1 / 5.0);
    assertThat(metric.curve(table)).endsWith(1 / 5.0);
  }

  @Test
  void theFigureIsTheLargestDifference() {
    // Given gaps of 0 0 1 9 and of 0 9 9 9
    FlowTable real = table(1, at(HOST, LongStream.of(5, 5, 5, 6, 15)));
    FlowTable other = table(1, at(HOST, LongStream.of(5, 5, 14, 23, 32)));

    // Then above 1 s: 1/4 and 3/4
    assertThat(metric.compare(real, other, 1)).containsEntry("arrivals.ccdf", .5);
  }

  @Test
  void aTableWithoutGapsHasNoFigure() {
    FlowTable real = table(1, at(HOST, LongStream.of(5, 6)));
    FlowTable other = table(1, at(HOST, LongStream.of(5)), at(HOST + 1, LongStream.of(7)));

    assertThat(metric.compare(real, other, 1)).isEmpty();
    assertThat(metric.facts(other)).isEmpty();
  }
}
