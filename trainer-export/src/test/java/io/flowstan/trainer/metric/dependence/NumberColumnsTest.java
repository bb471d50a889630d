package io.flowstan.trainer.metric.dependence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NumberColumnsTest {
  private static final int[][] ROWS_BY_HOST = {{0, 1, 2}, {3, 4, 5}, {6, 7}};

  private final NumberColumns columns =
      NumberColumns.of(
          new long[][] {{3, 1, 4, 1, 5, 9, 2, 6}, {2, 7, 1, 8, 2, 8, 1, 8}}, ROWS_BY_HOST);

  @Test
  void correlationsOfHostsDrawnAgainAreThoseOfSciPy() {
    // Given the first host twice, the second once and the third not: rows r = repeat(arange(8), ..)
    int[] times = {2, 1, 0};

    // Then: scipy.stats.pearsonr(log1p(x[r]), log1p(y[r])) and spearmanr(x[r], y[r])
    assertThat(columns.pearson(times)[0]).isCloseTo(-0.4006371830331278, within(1e-12));
    assertThat(columns.spearman(times)[0]).isCloseTo(-0.31718369447527944, within(1e-12));
  }

  @Test
  void hostsOfOneValueHaveNoCorrelation() {
    NumberColumns constant =
        NumberColumns.of(
            new long[][] {{3, 3, 3, 1, 5, 9, 2, 6}, {2, 7, 1, 8, 2, 8, 1, 8}}, ROWS_BY_HOST);

    assertThat(constant.pearson(new int[] {2, 0, 0})).containsExactly(Double.NaN);
    assertThat(constant.spearman(new int[] {2, 0, 0})).containsExactly(Double.NaN);
  }
}
