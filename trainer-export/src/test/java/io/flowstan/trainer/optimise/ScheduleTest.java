package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final LearningRateSchedule schedule = new LearningRateSchedule(0.01, 100, 0.1);

  @Test
  void warmUpIsALine() {
    assertThat(schedule.rate(0, 0)).isCloseTo(0.0001, within(1e-12));
    assertThat(schedule.rate(49, 0)).isCloseTo(0.005, within(1e-12));
    assertThat(schedule.rate(99, 0)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void decayIsHalfACosineDownToTheFinalShare() {
    assertThat(schedule.rate(1000, 0.5)).isCloseTo(0.01 * 0.55, within(1e-12));
    assertThat(schedule.rate(1000, 1 / 3.0)).isCloseTo(0.01 * (0.1 + 0.9 * 0.75), within(1e-12));
    assertThat(schedule.rate(1000, 1)).isCloseTo(0.001, within(1e-12));
    assertThat(schedule.rate(1000, 1.2)).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void aRateOfZeroIsRefused() {
    assertThatThrownBy(() -> new LearningRateSchedule(0, 100, 0.1))
        .hasMessageContaining("peak = 0.0");
  }

  @Test
  void gradientsLongerThanTheNormAreScaledToIt() {
    GradientClipping clipping = new GradientClipping(2);
    assertThat(clipping.factor(8)).isEqualTo(0.25);
    assertThat(clipping.factor(2)).isEqualTo(1);
    assertThat(clipping.factor(0)).isEqualTo(1);
  }

  @Test
  void patienceCountsEpochsSinceTheBest() {
    EarlyStopping stopping = EarlyStopping.NONE_YET.after(0, 3).after(1, 2).after(2, 2.5);
    assertThat(stopping).isEqualTo(new EarlyStopping(2, 1, 1));
    assertThat(stopping.improved()).isFalse();
    assertThat(stopping.exhausted(2)).isFalse();
    assertThat(stopping.after(3, 2).exhausted(2)).isTrue();
    assertThat(stopping.after(3, 1.9).improved()).isTrue();
  }
}
