package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
  @Test
  void oneComponentHasTheMeanAndTheDeviationOfThePoints() {
    // Given points 1, 3, 4 with counts 2, 1, 1: mean 9/4, variance (2 * 25 + 9 + 49) / 64 = 27/16
    GaussianMixture fitted = GaussianMixture.fit(new double[] {1, 3, 4}, new long[] {2, 1, 1}, 1);

    assertThat(new double[] {fitted.weights()[0], fitted.means()[0], fitted.deviations()[0]})
        .containsExactly(new double[] {1, 2.25, Math.sqrt(27 / 16.0)}, within(1e-9));
  }

  @Test
  void twoComponentsFindTwoClustersFarApart() {
    // Given 30 points around 0 and 10 around 100, each cluster -1, 0, 1 in equal parts
    double[] points = {-1, 0, 1, 99, 101};
    long[] counts = {10, 10, 10, 5, 5};

    GaussianMixture fitted = GaussianMixture.fit(points, counts, 2);

    // Then the components are the clusters: shares 3/4 and 1/4, variances 2/3 and 1
    assertThat(
            new double[] {
              fitted.weights()[0],
              fitted.means()[0],
              fitted.deviations()[0],
              fitted.weights()[1],
              fitted.means()[1],
              fitted.deviations()[1]
            })
        .containsExactly(new double[] {0.75, 0, Math.sqrt(2 / 3.0), 0.25, 100, 1}, within(1e-6));
  }

  @Test
  void aComponentOnOnePointKeepsTheLeastDeviation() {
    GaussianMixture fitted = GaussianMixture.fit(new double[] {5}, new long[] {9}, 1);

    assertThat(fitted.deviations()).containsExactly(GaussianMixture.LEAST_DEVIATION);
  }

  @Test
  void theProbabilityOfAnIntervalIsThatOfSciPy() {
    // Given 0.3 N(1, 0.5) + 0.7 N(-1, 2)
    GaussianMixture mixture =
        new GaussianMixture(new double[] {0.3, 0.7}, new double[] {1, -1}, new double[] {0.5, 2});

    // scipy.stats.norm: .3*(cdf(1.2,1,.5)-cdf(.3,1,.5)) + .7*(cdf(1.2,-1,2)-cdf(.3,-1,2))
    assertThat(mixture.probability(0.3, 1.2)).isCloseTo(0.25792555961460334, within(1e-9));
  }

  @Test
  void drawsHaveTheMomentsOfTheMixture() {
    GaussianMixture mixture =
        new GaussianMixture(new double[] {0.3, 0.7}, new double[] {10, -2}, new double[] {0.5, 2});
    Draws draws = new Draws(1);
    int count = 40_000;

    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += mixture.draw(draws);
    }

    // healthy: 0.3 * 10 - 0.7 * 2 = 1.6 with a standard error of .03; broken (one component
    // alone): 10 or -2; bar: four standard errors
    assertThat(sum / count).isCloseTo(1.6, within(0.12));
  }
}
