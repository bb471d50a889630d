package io.flowstan.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FiveMinuteCountsTest {
  private static final long START = 1_460_332_800L;

  private static FiveMinuteCounts counts(long... seconds) {
    FiveMinuteCounts counts = new FiveMinuteCounts();
    for (long second : seconds) {
      counts.add(START + second);
    }
    return counts;
  }

  @Test
  void theFanoFactorIsVarianceByMeanWithEmptyFiveMinutes() {
    // Given 3, 0, 1 and 0 flows: mean 1, sum of squared deviations 4 + 1 + 0 + 1 = 6
    FiveMinuteCounts counts = counts(0, 10, 299, 600);

    // Then 6 / 3 by 1
    assertThat(counts.fanoFactor(4)).isCloseTo(2, within(1e-12));
  }

  @Test
  void aConstantRateHasNoVariance() {
    assertThat(counts(0, 300, 600, 900).fanoFactor(4)).isZero();
  }

  @Test
  void aFlowOfAnEarlierFiveMinutesCountsInTheOpenOne() {
    assertThat(counts(0, 300, 299, 600).fanoFactor(3))
        .isEqualTo(counts(0, 300, 301, 600).fanoFactor(3));
  }

  @Test
  void itIsUndefinedWithoutFlowsAndForOneBin() {
    assertThat(counts().fanoFactor(10)).isNaN();
    assertThat(counts(1, 2).fanoFactor(1)).isNaN();
  }
}
