package io.flowstan.service.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateProfileTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000.0",
        "ramp 100.0 1000.0 60s",
        "step 100.0 1000.0 1500ms",
        "sine 500.0 300.0 3600s",
        "burst 100.0 2000.0 60s 5s",
        "schedule 0s 100.0; 30s ramp 100.0 1000.0 60s; 120s sine 10.0 5.0 60s"
      })
  void aProfileReadsWhatItWritesAndIsTheIntegralOfItsRate(String text) {
    RateProfile profile = RateProfile.parse(text);
    assertThat(profile.text()).isEqualTo(text);

    // the midpoint rule; steps within a cell cost less than a cell
    double sum = 0;
    double cell = 0.001;
    for (int i = 0; i < 200_000; i++) {
      sum += profile.flowsPerSecond((i + 0.5) * cell) * cell;
    }
    assertThat(profile.flowsUntil(200)).isCloseTo(sum, within(3.0));
    assertThat(profile.flowsUntil(0)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ramp 0 100 10s | 10 | 500",
        "ramp 0 100 10s | 20 | 1500",
        "step 10 20 5s | 8 | 110",
        "sine 100 50 10s | 10 | 1000",
        "burst 10 110 10s 1s | 20 | 400",
        "burst 10 110 10s 1s | 0.5 | 55",
        "schedule 0s 10; 10s 100 | 12 | 300",
      })
  void flowsAreThoseOfTheClosedForm(String text, double seconds, double flows) {
    assertThat(RateProfile.parse(text).flowsUntil(seconds)).isCloseTo(flows, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "many",
        "ramp 1 2",
        "ramp 1 2 0s",
        "ramp 1 2 fast",
        "sine 10 20 5s",
        "burst 1 2 5s 5s",
        "schedule 5s 10",
        "schedule 0s 10; 0s 20",
        "schedule 0s schedule 0s 1",
        "10 20"
      })
  void whatIsNoProfileIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RateProfile.parse(text));
  }
}
