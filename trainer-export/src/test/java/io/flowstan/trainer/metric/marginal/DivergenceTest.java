package io.flowstan.trainer.metric.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * The oracle's numbers are SciPy's for p = [10, 20, 30, 40, 0], q = [5, 40, 15, 20, 20]: {@code
 * scipy.spatial.distance.jensenshannon(p, q) ** 2}, {@code scipy.stats.entropy(p + 0.5, q + 0.5)}
 * and {@code scipy.stats.wasserstein_distance(range(5), range(5), p, q)}.
 */
class DivergenceTest {
  private static final long[] P = {10, 20, 30, 40, 0};
  private static final long[] Q = {5, 40, 15, 20, 20};

  @Test
  void jensenShannonIsThatOfScipy() {
    assertThat(Divergence.jensenShannon(P, Q)).isCloseTo(0.12028442909461372, within(1e-12));
  }

  @Test
  void kullbackLeiblerIsThatOfScipyWithHalfACountMore() {
    assertThat(Divergence.kullbackLeibler(P, Q)).isCloseTo(0.38239399100695165, within(1e-12));
  }

  @Test
  void wassersteinIsThatOfScipyTimesTheWidth() {
    assertThat(Divergence.wasserstein(P, Q, 0.5)).isCloseTo(0.4 * 0.5, within(1e-12));
  }

  @Test
  void jensenShannonOfDisjointDistributionsIsLnTwo() {
    assertThat(Divergence.jensenShannon(new long[] {3, 4, 0}, new long[] {0, 0, 9}))
        .isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void jensenShannonComparesSharesNotCounts() {
    assertThat(Divergence.jensenShannon(new long[] {1, 3}, new long[] {100, 300}))
        .isCloseTo(0, within(1e-15));
  }

  @Test
  void jensenShannonIsSymmetric() {
    assertThat(Divergence.jensenShannon(P, Q))
        .isCloseTo(Divergence.jensenShannon(Q, P), within(1e-15));
  }

  @Test
  void kullbackLeiblerOfDisjointDistributionsIsFinite() {
    // p = (10.5, .5) / 11, q the reverse: sum (p - q)/2 ln ... = 10/11 ln 21
    assertThat(Divergence.kullbackLeibler(new long[] {10, 0, 0}, new long[] {0, 10, 0}))
        .isCloseTo(10.0 / 11 * Math.log(21), within(1e-12));
  }

  @Test
  void binsThatNobodyIsInDoNotMoveKullbackLeibler() {
    assertThat(Divergence.kullbackLeibler(new long[] {7, 3, 0, 0, 0}, new long[] {2, 8, 0, 0, 0}))
        .isCloseTo(Divergence.kullbackLeibler(new long[] {7, 3}, new long[] {2, 8}), within(1e-15));
  }

  @Test
  void wassersteinOfAShiftIsTheShift() {
    // Given the same shape three bins to the right
    long[] at = {1, 2, 1, 0, 0, 0};
    long[] shifted = {0, 0, 0, 1, 2, 1};

    assertThat(Divergence.wasserstein(at, shifted, 0.25)).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void otherBinsAreRefused() {
    assertThatThrownBy(() -> Divergence.jensenShannon(new long[2], new long[3]))
        .hasMessage("divergence of 2 and 3 bins: expected the same");
  }

  @Test
  void noRowsAreRefused() {
    assertThatThrownBy(() -> Divergence.wasserstein(new long[2], new long[2], 1))
        .hasMessage("divergence of no rows: expected at least one a side");
  }
}
