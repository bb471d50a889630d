package io.flowstan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HostPaceTest {
  private static final int HOSTS = 20_000;

  @Test
  void aHostOfEvenCountsKeepsItsPace() {
    HostPace pace = new HostPace(1, 0, 0);

    assertThat(LongStream.range(0, 10_000).mapToDouble(pace::at)).allMatch(z -> z == 0);
  }

  /**
   * The mean of the factor over 20,000 hosts. Healthy: 1 +- .004 (deviations .3 and .4, so one of
   * e^(.09 + .16) - 1 = .28 squared); broken (not made up for half the variance): 1.13. Bar .02.
   */
  @Test
  void theFactorIsOneInTheMean() {
    for (long second : new long[] {0, 300, 7_260, 1_460_332_800L}) {
      double mean = mean(key -> Math.exp(new HostPace(key, 0.3, 0.4).at(second)));

      assertThat(mean).as("at %d s", second).isCloseTo(1, within(0.02));
    }
  }

  /** Healthy: the variance +- 1 %; broken (straight lines between knots): half of it. Bar 5 %. */
  @Test
  void theVarianceIsTheSameAtAllTimes() {
    for (long second : new long[] {0, 120, 300, 540}) {
      double minutes = covariance(0.5, 0, second, second);
      double hours = covariance(0, 0.5, second * 24, second * 24);

      assertThat(minutes).as("minutes, at %d s", second).isCloseTo(0.25, within(0.0125));
      assertThat(hours).as("hours, at %d s", second * 24).isCloseTo(0.25, within(0.0125));
    }
  }

  /** Half a span on, cos(pi/4) of the variance is left; two spans on, nothing. Bar .0125. */
  @Test
  void thePaceLastsForItsSpan() {
    long span = HostPace.HOURS_SPAN;

    assertThat(covariance(0, 0.5, 0, span / 2))
        .isCloseTo(0.25 * Math.cos(Math.PI / 4), within(0.0125));
    assertThat(covariance(0, 0.5, 0, span * 2)).isCloseTo(0, within(0.0125));
    assertThat(covariance(0.5, 0, 0, HostPace.MINUTES_SPAN * 2)).isCloseTo(0, within(0.0125));
  }

  @Test
  void thePaceDependsOnKeyAndTimeAlone() {
    HostPace asked = new HostPace(7, 0.3, 0.4);
    for (long second = 0; second < 100_000; second += 1_234) {
      asked.at(second);
    }

    for (long second : new long[] {99_000, 61, 0, 59, 14_400, -1}) {
      assertThat(asked.at(second)).isEqualTo(new HostPace(7, 0.3, 0.4).at(second));
    }
    assertThat(asked.at(600)).isNotEqualTo(new HostPace(8, 0.3, 0.4).at(600));
  }

  private static double covariance(double minutes, double hours, long one, long other) {
    double mean = -(minutes * minutes + hours * hours) / 2;
    return mean(
        key -> {
          HostPace pace = new HostPace(key, minutes, hours);
          return (pace.at(one) - mean) * (pace.at(other) - mean);
        });
  }

  private static double mean(LongToDoubleFunction ofHost) {
    return LongStream.range(0, HOSTS).mapToDouble(ofHost).average().orElseThrow();
  }
}
