package io.flowstan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.RateCalibration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateGovernorTest {
  private static final long START = 1_460_332_800L;
  private static final long DAY = 86_400;

  /** Rates of e^4 to e^10 flows a day; a standardised rate is (ln rate - 7) / 2. */
  private static final ProfileDistribution PROFILES =
      new ProfileDistribution(
          List.of(ProfileDistribution.LN_FLOWS_PER_DAY),
          List.of(List.of(4.0, 10.0)),
          List.of(new ProfileDistribution.Kind(1, List.of(0.0), List.of(List.of(1.0)))),
          List.of(7.0),
          List.of(2.0),
          RateCalibration.NONE);

  /** A host of e^7 flows a day: its network input is 0. */
  private final RateGovernor governor =
      new RateGovernor(PROFILES, new double[] {7}, new float[] {0}, START);

  @Test
  void aHostOnScheduleIsAskedForItsRate() {
    assertThat(governor.input(0, START)).isZero();
    assertThat(governor.input(Math.round(Math.exp(7)), START + DAY)).isCloseTo(0, within(1e-3f));
  }

  @Test
  void aHostAheadIsAskedForLess() {
    // made e times the day's flows and two hours' slack: ln of the ratio is 1, half a deviation
    double slack = Math.exp(7) / 12;
    long made = Math.round(Math.E * (Math.exp(7) + slack) - slack);

    assertThat(governor.input(made, START + DAY)).isCloseTo(-0.5f, within(1e-3f));
  }

  @Test
  void aHostBehindIsAskedForMore() {
    assertThat(governor.input(0, START + DAY)).isGreaterThan(0.5f);
  }

  @Test
  void theRateStaysWithinTheTrainingHosts() {
    assertThat(governor.input(Long.MAX_VALUE / 2, START + DAY)).isEqualTo((4 - 7) / 2f);
    assertThat(governor.input(0, START + 1_000 * DAY)).isEqualTo((10 - 7) / 2f);
  }
}
