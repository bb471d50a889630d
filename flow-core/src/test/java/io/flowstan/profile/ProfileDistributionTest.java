package io.flowstan.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileDistributionTest {
  private static final int DRAWS = 4_000;
  private static final double CORRELATION = 0.8;

  /** ln of the rate uniform on [0, 10]; a second feature: 90 % at -1, the rest up to 3. */
  private static final ProfileDistribution PROFILES =
      new ProfileDistribution(
          List.of(ProfileDistribution.LN_FLOWS_PER_DAY, "share"),
          List.of(
              List.of(0.0, 2.5, 5.0, 7.5, 10.0),
              List.of(-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 3.0)),
          List.of(
              new ProfileDistribution.Kind(
                  1,
                  List.of(0.0, 0.0),
                  List.of(
                      List.of(1.0),
                      List.of(CORRELATION, Math.sqrt(1 - CORRELATION * CORRELATION))))),
          List.of(5.0, 0.0),
          List.of(2.0, 4.0),
          new RateCalibration(1, 0.5));

  /**
   * Kolmogorov-Smirnov distance of 4,000 draws from the marginal. Healthy: .01 (99 % below .026);
   * broken (normal instead of uniform): .1 and more. Bar .03.
   */
  @Test
  void drawsHaveTheMarginals() {
    double[] rates = draws(0);
    Arrays.sort(rates);
    double distance =
        IntStream.range(0, DRAWS)
            .mapToDouble(i -> Math.abs(rates[i] / 10 - (i + 0.5) / DRAWS))
            .max()
            .orElseThrow();

    assertThat(distance).isLessThan(0.03);
    assertThat(Arrays.stream(draws(1)).filter(share -> share == -1).count() / (double) DRAWS)
        .isCloseTo(0.9, within(0.02));
    assertThat(Arrays.stream(draws(1)).max().orElseThrow()).isBetween(2.5, 3.0);
  }

  /**
   * Spearman's rank correlation of a Gaussian copula is 6/pi asin(r/2) = .786 for r = .8 (Kruskal,
   * JASA 53, 1958). Healthy: within .02; broken (independent): 0. Bar .04. The second feature's
   * marginal is taken as uniform here, as ranks need distinct values.
   */
  @Test
  void drawsHaveTheRankCorrelation() {
    ProfileDistribution both =
        new ProfileDistribution(
            PROFILES.features(),
            List.of(List.of(0.0, 10.0), List.of(0.0, 1.0)),
            PROFILES.kinds(),
            PROFILES.mean(),
            PROFILES.deviation(),
            RateCalibration.NONE);
    double[] first = ranks(IntStream.range(0, DRAWS).mapToDouble(k -> both.draw(k)[0]).toArray());
    double[] second = ranks(IntStream.range(0, DRAWS).mapToDouble(k -> both.draw(k)[1]).toArray());
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      squares += (first[i] - second[i]) * (first[i] - second[i]);
    }
    double spearman = 1 - 6 * squares / ((double) DRAWS * ((double) DRAWS * DRAWS - 1));

    assertThat(spearman).isCloseTo(6 / Math.PI * Math.asin(CORRELATION / 2), within(0.04));
  }

  @Test
  void aDrawIsAFunctionOfItsKey() {
    assertThat(PROFILES.draw(7)).isEqualTo(PROFILES.draw(7)).isNotEqualTo(PROFILES.draw(8));
  }

  @Test
  void theInputIsCalibratedAndStandardised() {
    double[] natural = {4, 2};

    assertThat(PROFILES.input(natural)).containsExactly((6 - 5) / 2f, 0.5f);
    assertThat(PROFILES.standardised(natural)).containsExactly(-0.5f, 0.5f);
    assertThat(natural).containsExactly(4, 2);
  }

  @Test
  void askingForTheCorrectedRateMakesTheRate() {
    RateCalibration rate = new RateCalibration(1.25, 0.75);
    for (double asked : new double[] {-3, 0, 9.2}) {
      assertThat(rate.intercept() + rate.slope() * rate.input(asked))
          .isCloseTo(asked, within(1e-12));
      assertThat(RateCalibration.NONE.input(asked)).isEqualTo(asked);
    }
    assertThatThrownBy(() -> new RateCalibration(0, 0))
        .hasMessage("rate calibration 0.0 + 0.0 x: expected a slope above 0");
  }

  @Test
  void theCalibratedRateStaysWithinTheTrainingHostsRates() {
    double[] busy = {9, 2};

    // asked for 9, corrected to 16; the training hosts end at 10
    assertThat(PROFILES.input(busy)[0]).isEqualTo((10 - 5) / 2f);
  }

  @Test
  void aProfileOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> PROFILES.input(new double[3]))
        .hasMessage("profile of 3 features: expected 2, [ln-flows-per-day, share]");
  }

  private static double[] draws(int feature) {
    return IntStream.range(0, DRAWS).mapToDouble(key -> PROFILES.draw(key)[feature]).toArray();
  }

  private static double[] ranks(double[] values) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[] ranks = new double[values.length];
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
    }
    return ranks;
  }
}
