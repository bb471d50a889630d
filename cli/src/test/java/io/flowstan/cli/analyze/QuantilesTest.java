package io.flowstan.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantilesTest {
  /** Expected: {@code numpy.percentile(values, [0, 25, 50, 75, 90, 99, 100])} and the mean. */
  @Test
  void quantilesAreInterpolated() {
    Quantiles quantiles = Quantiles.of(new double[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3});

    assertThat(quantiles)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-12, Double.class)
        .isEqualTo(new Quantiles(1, 2.25, 3.5, 5, 6.3, 8.73, 9, 3.9));
  }

  @Test
  void thereAreNoneOfNothing() {
    assertThat(Quantiles.of(new double[0])).isNull();
  }
}
