package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MixtureCellsTest {
  private static final MixtureCells CELLS = new MixtureCells(0.001);

  /** Weights (k + 1) / 55, means and deviations in a column's unit. */
  private static float[] mixture(
      double first, double step, double narrow, double wider, double by) {
    float[] mixture = new float[30];
    for (int k = 0; k < 10; k++) {
      mixture[k] = (float) Math.log((k + 1) / 55.0);
      mixture[10 + k] = (float) ((first + step * k) / by);
      mixture[20 + k] = (float) ((narrow + wider * k) / by);
    }
    return mixture;
  }

  @ParameterizedTest
  @EnumSource(names = {"DELTA_T", "DURATION"})
  void theProbabilitiesOfARangeSumToOne(StanNumber number) {
    float[] mixture = mixture(-3, 2, .3, 1, number.divisor());
    double sum = 0;
    for (long n = number.least(); n <= number.most(); n++) {
      sum += Math.exp(-CELLS.nats(number, n, mixture, 0));
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  // by Python's math.erfc: F is the sum of w_k Phi((x - m_k) / s_k), P as in MixtureCells
  @ParameterizedTest
  @CsvSource({
    "0, 3.494712399370991",
    "1, 3.5075507849431897",
    "7, 3.048551916246017",
    "1430, 16.157553155780388"
  })
  void secondsCostWhatPythonSays(long n, double nats) {
    float[] mixture = mixture(0, 2, .5, 1, 1_430);
    assertThat(CELLS.nats(StanNumber.DELTA_T, n, mixture, 0)).isCloseTo(nats, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10.37349118179236",
    "40, 6.254537721224262",
    "1500, 8.670528466806633",
    "2147483648, 31.49454085880183"
  })
  void bytesCostWhatPythonSays(long n, double nats) {
    float[] mixture = mixture(3, .5, .1, .05, Math.log(Math.pow(2, 32)));
    assertThat(CELLS.nats(StanNumber.BYTES, n, mixture, 0)).isCloseTo(nats, within(1e-4));
  }

  @Test
  void aMixtureOutsideTheRangeLeavesTheEscape() {
    // Given Gaussians a thousand deviations above the range
    float[] mixture = mixture(9_000, 0, 1, 0, 1_430);
    // Then ln(1432) / ln(1 + 1), of the first number
    double nats = -Math.log(Math.log(2) / Math.log(1_432));
    assertThat(CELLS.nats(StanNumber.DELTA_T, 0, mixture, 0)).isCloseTo(nats, within(1e-9));
  }
}
