package io.flowstan.service.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.flowstan.service.clock.ClockOrder.Change;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskClockTest {
  private static final long WALL = 1_700_000_000_000L;
  private static final long START = 1_460_332_800_000L;

  @Test
  void realTimeIsTheWallClockAndLateAfterADowntime() {
    TaskClock clock = TaskClock.start(new Pace.Realtime(), WALL, WALL - 60_000);

    assertThat(clock.targetMs(WALL)).isEqualTo(WALL);
    assertThat(clock.latenessMs(WALL, WALL - 60_000)).isEqualTo(60_000);
  }

  @Test
  void speedStandsStillWhileTheServiceIsDown() {
    // Given a clock at 60 times the speed, stopped after ten seconds
    TaskClock clock = TaskClock.start(new Pace.Speed(60), WALL, START);
    clock.drained(clock.targetMs(WALL + 10_000));
    ClockState state = ClockState.fromBytes(clock.state().toBytes());

    // When it goes on an hour later
    TaskClock resumed = TaskClock.resume(state, new Pace.Speed(60), WALL + 3_600_000);

    // Then the hour was none
    assertThat(resumed.targetMs(WALL + 3_600_000)).isEqualTo(START + 600_000);
    assertThat(resumed.targetMs(WALL + 3_601_000)).isEqualTo(START + 660_000);
  }

  @Test
  void aRateIsOpenLoopAndEvenWithinTheSecond() {
    // Given a rate of 1,000 flows a second, of which this task has a quarter
    TaskClock clock = TaskClock.start(new Pace.Rate(1_000), WALL, START);

    // When it may send every 20 ms, but does nothing for one second in the middle
    int sent = 0;
    for (int ms = 20; ms <= 1_000; ms += 20) {
      int allowed = clock.allowance(WALL + ms, 0.25, 1_024);
      assertThat(allowed).isBetween(4, 6);
      for (int i = 0; i < allowed; i++) {
        clock.sent(START + ms);
        sent++;
      }
    }

    // Then it keeps to its share, and owes what it did not send
    assertThat(sent).isEqualTo(250);
    assertThat(clock.allowance(WALL + 2_000, 0.25, 1_024)).isEqualTo(250);
    assertThat(clock.owed()).isEqualTo(250);
  }

  @Test
  void anOrderIsObeyedOnce() {
    TaskClock clock = TaskClock.start(new Pace.Speed(1), WALL, START);

    assertThat(clock.take(order(5, null, new Change.Pause()), WALL)).isTrue();
    assertThat(clock.take(order(6, null, new Change.Resume()), WALL)).isTrue();
    assertThat(clock.take(order(5, null, new Change.Pause()), WALL)).isFalse();

    assertThat(clock.isPaused()).isFalse();
  }

  @Test
  void aPauseStopsSimulatedTimeAndWhatIsSent() {
    TaskClock clock = TaskClock.start(new Pace.Speed(10), WALL, START);
    clock.drained(clock.targetMs(WALL + 1_000));
    clock.take(order(1, null, new Change.Pause()), WALL + 1_000);

    assertThat(clock.targetMs(WALL + 9_000)).isEqualTo(START + 10_000);
    assertThat(clock.allowance(WALL + 9_000, 1, 10)).isZero();

    clock.take(order(2, null, new Change.Resume()), WALL + 9_000);
    assertThat(clock.targetMs(WALL + 10_000)).isEqualTo(START + 20_000);
  }

  @Test
  void anOrderOfALaterTimeHoldsFromThenOnAlsoAfterARestart() {
    // Given an order for ten simulated seconds ahead
    TaskClock clock = TaskClock.start(new Pace.Max(), WALL, START);
    clock.take(order(1, START + 10_000, new Change.SetPace(new Pace.Speed(2))), WALL);
    TaskClock resumed =
        TaskClock.resume(
            ClockState.fromBytes(clock.state().toBytes()), new Pace.Max(), WALL + 1_000);

    // When everything up to there was sent
    assertThat(resumed.targetMs(WALL + 1_000)).isEqualTo(START + 10_000);
    resumed.drained(START + 10_000);

    // Then the new pace begins there
    assertThat(resumed.targetMs(WALL + 2_000)).isEqualTo(START + 10_000);
    assertThat(resumed.targetMs(WALL + 3_000)).isEqualTo(START + 12_000);
    assertThat(resumed.pace()).isEqualTo(new Pace.Speed(2));
  }

  @Test
  void anOrderedPaceOutlivesTheConfiguredOne() {
    TaskClock clock = TaskClock.start(new Pace.Max(), WALL, START);
    clock.take(order(1, null, new Change.SetPace(new Pace.Rate(7))), WALL);

    assertThat(TaskClock.resume(clock.state(), new Pace.Speed(3), WALL).pace())
        .isEqualTo(new Pace.Rate(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"realtime", "max", "speed 60.0", "rate 0.5"})
  void aPaceReadsWhatItWrites(String text) {
    assertThat(Pace.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "speed", "speed 0", "rate -1", "rate NaN", "max 3", "warp 9"})
  void whatIsNoPaceIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.parse(text));
  }

  private static ClockOrder order(long id, @Nullable Long effectiveMs, Change change) {
    return new ClockOrder(id, effectiveMs, change);
  }
}
