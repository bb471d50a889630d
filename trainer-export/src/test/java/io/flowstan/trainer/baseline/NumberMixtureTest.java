package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.testing.PropertyTest;
import io.flowstan.trainer.table.Attribute;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberMixtureTest {
  private static final Support BYTES = Support.of(Attribute.BYTES);
  private static final Support GAP = Support.of(Attribute.GAP);

  @PropertyTest
  void probabilitiesSumToOne(long seed) {
    // Given seconds 0..19 with gaps between, fitted by 1 to 3 components
    Random random = new Random(seed);
    long[] values = random.longs(1 + random.nextInt(40), 0, 20).toArray();
    ValueCounts counts = ValueCounts.of(values);

    NumberMixture mixture = NumberMixture.fit(counts, GAP, 1 + random.nextInt(3));

    // Then all of 0..16 * (largest + 1), the support, holds all mass
    double sum = 0;
    for (long x = 0; x <= 16 * (counts.largest() + 1); x++) {
      sum += Math.exp(-mixture.nats(x));
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4.316640217716701",
    "9, 2.750163308443516",
    "14, 2.6808264218747886",
    "300, 9.655593219172328"
  })
  void oneComponentCostsWhatSciPySays(long x, double nats) {
    // Given 4 flows of 9 bytes and 4 of 19, so mean and deviation of ln(1 + x) are those of ln 10
    // and ln 20, the escape is 1/9 and the support ends at 320
    NumberMixture mixture =
        NumberMixture.fit(ValueCounts.of(new long[] {9, 9, 9, 9, 19, 19, 19, 19}), BYTES, 1);

    // (1-e)*(cdf(ln(x+1.5))-cdf(ln(x+.5)))/(cdf(ln 321.5)-cdf(ln 1.5)) + e*ln((x+1)/x)/ln(321)
    // with scipy.stats.norm(m, s).cdf
    assertThat(mixture.nats(x)).isCloseTo(nats, within(1e-6));
  }

  @Test
  void zeroIsAPointMass() {
    // Given three zeros among four values: (3 + 1) / (4 + 2)
    NumberMixture mixture = NumberMixture.fit(ValueCounts.of(new long[] {0, 0, 0, 7}), GAP, 1);

    assertThat(mixture.nats(0)).isCloseTo(Math.log(6 / 4.0), within(1e-12));
  }

  @Test
  void aNumberFarBeyondTheLargestHasABoundedCost() {
    NumberMixture mixture = NumberMixture.fit(ValueCounts.of(new long[] {40, 52, 60}), BYTES, 2);

    assertThat(mixture.nats(Long.MAX_VALUE)).isBetween(5.0, 20.0);
  }

  @Test
  void crossValidationFindsTheNumberOfClusters() {
    // Given three narrow clusters of bytes, the same in both halves of the hosts but for noise
    ValueCounts first = clusters(1);
    ValueCounts second = clusters(2);
    long[] all = new long[6_000];
    System.arraycopy(expanded(first), 0, all, 0, 3_000);
    System.arraycopy(expanded(second), 0, all, 3_000, 3_000);

    NumberMixture chosen = NumberMixture.choose(ValueCounts.of(all), List.of(first, second), BYTES);

    assertThat(chosen.components()).isGreaterThanOrEqualTo(3);
    // healthy: the density of one cluster of three, ln 3 + ln(sqrt(2 pi e) * .1 * 1000) = 7.1 nats;
    // broken (one broad component): above 9; bar 7.6
    assertThat(meanNats(chosen, expanded(second), 1_000)).isLessThan(7.6);
  }

  @Test
  void drawsComeAsOftenAsTheirProbabilitySays() {
    NumberMixture mixture =
        NumberMixture.fit(
            ValueCounts.of(new long[] {0, 0, 1, 1, 1, 2, 3, 5, 8, 8, 9, 30, 31}), GAP, 2);
    Draws draws = new Draws(5);
    int count = 50_000;
    int[] seen = new int[40];
    for (int i = 0; i < count; i++) {
      long x = mixture.draw(draws);
      if (x < seen.length) {
        seen[(int) x]++;
      }
    }

    double chiSquare = 0;
    for (int x = 0; x < seen.length; x++) {
      double expected = count * Math.exp(-mixture.nats(x));
      chiSquare += (seen[x] - expected) * (seen[x] - expected) / expected;
    }
    // healthy: about 40, standard deviation 9; broken (draws rounded down): thousands; bar 80
    assertThat(chiSquare).isLessThan(80);
  }

  private static ValueCounts clusters(long seed) {
    Random random = new Random(seed);
    long[] values = new long[3_000];
    for (int i = 0; i < values.length; i++) {
      double center = new double[] {1e3, 1e5, 1e7}[i % 3];
      values[i] = Math.round(center * Math.exp(0.1 * random.nextGaussian()));
    }
    return ValueCounts.of(values);
  }

  private static long[] expanded(ValueCounts counts) {
    long[] all = new long[(int) counts.total()];
    int at = 0;
    for (int i = 0; i < counts.values().length; i++) {
      for (int n = 0; n < counts.counts()[i]; n++) {
        all[at++] = counts.values()[i];
      }
    }
    return all;
  }

  /** Mean over the smallest values. */
  private static double meanNats(NumberMixture mixture, long[] ascending, int smallest) {
    double sum = 0;
    for (int i = 0; i < smallest; i++) {
      sum += mixture.nats(ascending[i]);
    }
    return sum / smallest;
  }
}
