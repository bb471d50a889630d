package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaiveBayesTest {
  /** One host, attributes b and t of two bins each; b = 0 0 0 1, t = 0 0 1 1. */
  private static final List<byte[][]> HOSTS =
      List.of(new byte[][][] {{{0, 0, 0, 1}, {0, 0, 1, 1}}});

  private static final int[] SIZES = {2, 2};
  private final float[] scratch = new float[2];

  @Test
  void thePosteriorIsThatOfBayesAfterLaplace() {
    NaiveBayes bayes = NaiveBayes.fit(HOSTS, SIZES, 0, List.of(new Source(1, 0)));

    // P(b = 0) = 4/6, P(t = 1 | 0) = 2/5; P(b = 1) = 2/6, P(t = 1 | 1) = 2/3: 4/15 against 2/9
    assertThat(bayes.nats(0, new int[] {1}, scratch)).isCloseTo(-Math.log(6 / 11.0), within(1e-6));
  }

  @Test
  void evidenceOfThePreviousRowIsCountedWhereThereIsOne() {
    NaiveBayes bayes = NaiveBayes.fit(HOSTS, SIZES, 0, List.of(new Source(1, 0), new Source(0, 1)));

    // P(previous = 0 | b = 0) = 3/4 and P(previous = 0 | b = 1) = 2/3, of the three pairs:
    // (4/6)(2/5)(3/4) = 1/5 against (2/6)(2/3)(2/3) = 4/27
    assertThat(bayes.nats(1, new int[] {1, 0}, scratch))
        .isCloseTo(-Math.log((4 / 27.0) / (4 / 27.0 + 1 / 5.0)), within(1e-6));
  }

  @Test
  void missingEvidenceLeavesThePrior() {
    NaiveBayes bayes = NaiveBayes.fit(HOSTS, SIZES, 0, List.of(new Source(1, 0)));

    assertThat(bayes.nats(1, new int[] {-1}, scratch)).isCloseTo(Math.log(3), within(1e-6));
  }

  @Test
  void aBinIsSampledAndNotTheLikeliestTaken() {
    NaiveBayes bayes = NaiveBayes.fit(HOSTS, SIZES, 0, List.of(new Source(1, 0)));
    Draws draws = new Draws(2);

    int ones = 0;
    for (int i = 0; i < 11_000; i++) {
      ones += bayes.draw(new int[] {1}, scratch, draws);
    }
    // healthy: 11,000 * 5/11 = 5,000 with a deviation of 52; broken (the likeliest): 0; bar 210
    assertThat(ones).isCloseTo(5_000, within(210));
  }
}
