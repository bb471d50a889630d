package io.flowstan.service.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskClockTest {
  private static final long WALL = 1_700_000_000_000L;
  private static final long START = 1_460_332_800_000L;

  @Test
  void whatFellDueDuringADowntimeOfRealTimeIsLateButBackfillIsNot() {
    // Given a clock in real time whose hosts began three days ago
    TaskClock clock = TaskClock.start(new Pace.Realtime(), WALL, WALL - 3 * 86_400_000L);
    assertThat(clock.targetMs(WALL)).isEqualTo(WALL);
    assertThat(clock.latenessMs(WALL + 20_000, WALL - 3_600_000)).isZero();

    // When it is away from its first minute on for an hour
    ClockState state = ClockState.fromBytes(clock.state("CPU").toBytes());
    TaskClock resumed = TaskClock.resume(state, new Pace.Realtime(), WALL + 3_660_000);

    // Then what fell due meanwhile is late, and the backfill still is not
    assertThat(resumed.targetMs(WALL + 3_660_000)).isEqualTo(WALL + 3_660_000);
    assertThat(resumed.latenessMs(WALL + 3_660_000, WALL + 60_000)).isEqualTo(3_600_000);
    assertThat(resumed.latenessMs(WALL + 3_660_000, WALL - 1)).isZero();
  }

  @Test
  void speedStandsStillWhileTheServiceIsDown() {
    // Given a clock at 60 times the speed, stopped after ten seconds
    TaskClock clock = TaskClock.start(new Pace.Speed(60), WALL, START);
    clock.drained(clock.targetMs(WALL + 10_000));
    ClockState state = ClockState.fromBytes(clock.state("CPU").toBytes());

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
  void aPauseStopsSimulatedTimeAndWhatIsSent() {
    TaskClock clock = TaskClock.start(new Pace.Speed(10), WALL, START);
    clock.drained(clock.targetMs(WALL + 1_000));
    clock.pause(WALL + 1_000);

    assertThat(clock.targetMs(WALL + 9_000)).isEqualTo(START + 10_000);
    assertThat(clock.allowance(WALL + 9_000, 1, 10)).isZero();

    clock.unpause(WALL + 9_000);
    assertThat(clock.targetMs(WALL + 10_000)).isEqualTo(START + 20_000);
  }

  @Test
  void aPausedRateOwesNothingForThePause() {
    TaskClock clock = TaskClock.start(new Pace.Rate(100), WALL, START);
    clock.pause(WALL);
    assertThat(clock.allowance(WALL + 60_000, 1, 100_000)).isZero();
    clock.unpause(WALL + 60_000);

    assertThat(clock.allowance(WALL + 61_000, 1, 100_000)).isEqualTo(100);
  }

  @Test
  void anOrderedPaceOutlivesTheConfiguredOne() {
    TaskClock clock = TaskClock.start(new Pace.Max(), WALL, START);
    clock.order(new Pace.Rate(7), WALL, WALL);

    assertThat(TaskClock.resume(clock.state("CPU"), new Pace.Speed(3), WALL).pace())
        .isEqualTo(new Pace.Rate(7));
  }

  @Test
  void aRampGoesOnAfterARestartWhereItWouldBeByNow() {
    // Given a ramp from 0 to 1,000 flows a second over 100 s, restarted after 50 s of which 10 s
    // were lost
    Pace ramp = Pace.parse("rate ramp 0 1000 100s");
    TaskClock clock = TaskClock.start(ramp, WALL, START);
    ClockState state = ClockState.fromBytes(clock.state("CPU").toBytes());
    TaskClock resumed = TaskClock.resume(state, ramp, WALL + 50_000);

    // When a second passes
    int allowed = resumed.allowance(WALL + 51_000, 1, 10_000);

    // Then it owes the 505 flows of that second alone
    assertThat(allowed).isEqualTo(505);
  }

  @Test
  void aWaitingClockKeepsItsOrdersUntilItBegins() {
    TaskClock clock = TaskClock.waiting(new Pace.Max(), WALL);
    clock.order(new Pace.Speed(60), WALL, WALL);
    ClockState state = ClockState.fromBytes(clock.state("CPU").toBytes());
    TaskClock resumed = TaskClock.resume(state, new Pace.Max(), WALL + 5_000);
    assertThat(resumed.isStarted()).isFalse();

    resumed.begin(WALL + 10_000, START);

    assertThat(resumed.targetMs(WALL + 11_000)).isEqualTo(START + 60_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"realtime", "max", "speed 60.0", "rate 0.5", "rate ramp 0.0 10.0 60s"})
  void aPaceReadsWhatItWrites(String text) {
    assertThat(Pace.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "speed", "speed 0", "rate -1", "rate NaN", "max 3", "warp 9"})
  void whatIsNoPaceIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Pace.parse(text));
  }
}
