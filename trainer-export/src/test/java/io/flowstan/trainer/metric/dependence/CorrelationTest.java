package io.flowstan.trainer.metric.dependence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.marginal.MadeTable;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Duration and delta-t are constant in these tables: packets and bytes are the only pair. */
class CorrelationTest {
  private static final int FLOWS = 20_000;

  private final Correlation correlation = new Correlation();

  /** e^u - 1 packets, u = 1, 2, ... 9 by seed, and e^v - 1 bytes, v = u or, apart, of its own. */
  private static FlowTable logUniform(long seed, long bytesSeed) {
    return MadeTable.of(
        1,
        FLOWS,
        draft -> {
          draft.packets = size(seed, draft.place);
          draft.bytes = size(bytesSeed, draft.place);
        });
  }

  private static long size(long seed, int place) {
    return Math.round(Math.expm1(1 + CounterRandom.uniformInt(seed, place, 9)));
  }

  @Test
  void correlationThatIsLostIsTheGap() {
    // Given r = 1 against r = 0 with deviation 1 / sqrt(20,000) = .007
    Map<String, Double> figures = correlation.compare(logUniform(1, 1), logUniform(2, 3), 5);

    assertThat(figures.get("dependence.correlation")).isCloseTo(1, within(0.03));
    assertThat(figures.get("dependence.rank-correlation")).isCloseTo(1, within(0.03));
  }

  @Test
  void ranksDoNotSeeAChangeOfScale() {
    // Given bytes = packets against bytes = packets cubed, a curve in ln(1 + x) too
    FlowTable cubed =
        MadeTable.of(
            1,
            FLOWS,
            draft -> {
              draft.packets = 1L + CounterRandom.uniformInt(2, draft.place, 3);
              draft.bytes = draft.packets * draft.packets * draft.packets;
            });

    assertThat(correlation.compare(logUniform(1, 1), cubed, 5).get("dependence.rank-correlation"))
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void equalValuesShareTheirMeanRank() {
    // scipy.stats.rankdata([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]) - 6 at 1, 2, 3, 4, 5, 6, 9
    assertThat(NumberColumns.centredRanks(new long[] {2, 1, 2, 1, 3, 1, 1}))
        .containsExactly(-4.5, -3, -1.5, 0, 2, 4, 5);
  }

  @Test
  void constantsHaveNoCorrelation() {
    assertThat(correlation.compare(logUniform(1, 1), MadeTable.of(1, FLOWS), 5)).isEmpty();
  }
}
