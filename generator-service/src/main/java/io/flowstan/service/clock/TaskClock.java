package io.flowstan.service.clock;

/**
 * The simulated clock of one task: tells from the wall time it is handed how far and how much the
 * task may send.
 *
 * <p>Rates are open loop: a flow not sent in time stays owed. One thread uses one instance.
 */
public final class TaskClock {
  private Pace pace;
  private boolean orderedPace;
  private long paceSinceMs;
  private boolean paused;
  private boolean started;
  private Anchor anchor;
  private long simulatedMs;
  private double owed;
  private long owedUntilMs;

  private TaskClock(Pace pace, long wallMs, long simulatedMs, boolean started) {
    this.pace = pace;
    this.paceSinceMs = wallMs;
    this.anchor = new Anchor(wallMs, simulatedMs);
    this.simulatedMs = simulatedMs;
    this.started = started;
    this.owedUntilMs = wallMs;
  }

  /** A clock that starts at {@code wallMs} with simulated time {@code simulatedMs}. */
  public static TaskClock start(Pace pace, long wallMs, long simulatedMs) {
    return new TaskClock(pace, wallMs, simulatedMs, true);
  }

  /** A clock whose simulated time is still to {@link #begin}. */
  public static TaskClock waiting(Pace pace, long wallMs) {
    return new TaskClock(pace, wallMs, 0, false);
  }

  /**
   * A clock that goes on from {@code state} at {@code wallMs}: simulated time stood still
   * meanwhile, except in real time. A pace that was ordered stays; else {@code configured} holds. A
   * pace that stays is as old as it was, so that a ramp goes on where it would be by now.
   */
  public static TaskClock resume(ClockState state, Pace configured, long wallMs) {
    Pace pace = state.orderedPace() ? Pace.parse(state.paceText()) : configured;
    TaskClock clock = new TaskClock(pace, wallMs, state.simulatedMs(), state.started());
    clock.orderedPace = state.orderedPace();
    clock.paused = state.paused();
    if (pace.text().equals(state.paceText())) {
      clock.paceSinceMs = state.paceSinceMs();
      if (pace instanceof Pace.Realtime) {
        // what fell due meanwhile is late, not backfill
        clock.anchor = new Anchor(state.paceSinceMs(), state.simulatedMs());
      }
    }
    return clock;
  }

  /** What {@link #resume} needs. */
  public ClockState state(String provider) {
    return new ClockState(
        pace.text(), orderedPace, paceSinceMs, paused, started, simulatedMs, provider);
  }

  /** Starts simulated time at {@code atMs}, where it has not started. */
  public void begin(long wallMs, long atMs) {
    if (!started) {
      started = true;
      simulatedMs = atMs;
      anchor = new Anchor(wallMs, atMs);
      paceSinceMs = orderedPace ? paceSinceMs : wallMs;
      owedUntilMs = wallMs;
    }
  }

  /**
   * Goes on at another pace.
   *
   * @param sinceMs wall time at which the pace begins to hold, for what depends on its age
   */
  public void order(Pace next, long sinceMs, long wallMs) {
    pace = next;
    orderedPace = true;
    paceSinceMs = sinceMs;
    owed = 0;
    tie(wallMs);
  }

  /** Makes simulated time stand still, and nothing be sent. */
  public void pause(long wallMs) {
    paused = true;
    tie(wallMs);
  }

  /** Goes on as before the pause. */
  public void unpause(long wallMs) {
    paused = false;
    tie(wallMs);
  }

  /**
   * Simulated time up to which the task may send at {@code wallMs}, {@link Pace#UNBOUNDED} where
   * the pace sets none.
   */
  public long targetMs(long wallMs) {
    return paused ? simulatedMs : pace.targetMs(anchor, wallMs);
  }

  /**
   * Flows that the task may send now, at most {@code most}.
   *
   * @param share the task's part of a rate, 0..1
   */
  public int allowance(long wallMs, double share, int most) {
    if (paused) {
      owedUntilMs = wallMs;
      return 0;
    }
    RateProfile rate = pace.rate();
    if (rate == null) {
      return most;
    }
    if (wallMs > owedUntilMs) {
      owed +=
          share
              * (rate.flowsUntil(Math.max(0, wallMs - paceSinceMs) / 1e3)
                  - rate.flowsUntil(Math.max(0, owedUntilMs - paceSinceMs) / 1e3));
      owedUntilMs = wallMs;
    }
    return (int) Math.min(most, owed);
  }

  /** Notes that a flow due at {@code dueMs} was sent. */
  public void sent(long dueMs) {
    if (pace.rate() != null) {
      owed--;
    }
    simulatedMs = Math.max(simulatedMs, dueMs);
  }

  /** Notes that everything due up to {@code targetMs} was sent. */
  public void drained(long targetMs) {
    if (targetMs != Pace.UNBOUNDED) {
      simulatedMs = Math.max(simulatedMs, targetMs);
    }
  }

  /** Wall time, milliseconds, by which a flow due at {@code dueMs} is late when sent now. */
  public long latenessMs(long wallMs, long dueMs) {
    return pace.latenessMs(anchor, wallMs, dueMs);
  }

  /** Whether simulated time has begun. */
  public boolean isStarted() {
    return started;
  }

  /** Simulated time reached, milliseconds since the epoch. */
  public long simulatedMs() {
    return simulatedMs;
  }

  /** Flows owed and not sent, where the pace is a rate; else 0. */
  public double owed() {
    return pace.rate() == null ? 0 : Math.max(0, owed);
  }

  /** Flows per second of wall time, over all tasks, that are asked for now; 0 where none are. */
  public double flowsPerSecond(long wallMs) {
    RateProfile rate = pace.rate();
    return rate == null || paused
        ? 0
        : rate.flowsPerSecond(Math.max(0, wallMs - paceSinceMs) / 1e3);
  }

  /** The pace now. */
  public Pace pace() {
    return pace;
  }

  /** Whether simulated time stands still. */
  public boolean isPaused() {
    return paused;
  }

  private void tie(long wallMs) {
    anchor = new Anchor(wallMs, simulatedMs);
    owedUntilMs = wallMs;
  }
}
