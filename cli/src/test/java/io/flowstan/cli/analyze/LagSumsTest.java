package io.flowstan.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LagSumsTest {
  /**
   * Of {@code x = [((7*t*t + 3*t) % 31) / 3 for t in range(200)]} with NumPy: {@code d = x -
   * x.mean(); (d[k:] * d[:-k]).sum() / (d * d).sum()} for k = 1, 2, 5, 10, 20, 50.
   */
  private static final double[] NUMPY = {
    0.2110378877051076,
    -0.22726878540025547,
    0.2064847231863499,
    -0.0700474853871769,
    0.2390195072385034,
    -0.14662370848801295
  };

  private static LagSums series(int length) {
    LagSums sums = new LagSums();
    for (int t = 0; t < length; t++) {
      sums.add((7 * t * t + 3 * t) % 31 / 3.0);
    }
    return sums;
  }

  @Test
  void autocorrelationsAreThoseOfTheWholeSeries() {
    LagSums sums = series(200);

    assertThat(LagSums.lags()).containsExactly(1, 2, 5, 10, 20, 50);
    assertThat(IntStream.range(0, 6).mapToDouble(sums::autocorrelation).toArray())
        .containsExactly(NUMPY, within(1e-12));
  }

  @Test
  void aSeriesNoLongerThanTheLagHasNone() {
    assertThat(series(50).autocorrelation(5)).isNaN();
    assertThat(series(51).autocorrelation(5)).isNotNaN();
    assertThat(new LagSums().autocorrelation(0)).isNaN();
  }

  @Test
  void aConstantSeriesHasNone() {
    LagSums sums = new LagSums();
    for (int t = 0; t < 1_000; t++) {
      sums.add(Math.log(41));
    }

    assertThat(sums.autocorrelation(0)).isNaN();
  }
}
