package io.flowstan.service.clock;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The simulated clock of one task: tells from the wall time it is handed how far and how much the
 * task may send, and obeys orders once each.
 *
 * <p>Rates are open loop: a flow not sent in time stays owed. One thread uses one instance.
 */
public final class TaskClock {
  private final List<ClockOrder> pending = new ArrayList<>();
  private Pace pace;
  private boolean orderedPace;
  private boolean paused;
  private Anchor anchor;
  private long simulatedMs;
  private long lastOrderId = Long.MIN_VALUE;
  private double owed;
  private long owedUntilMs;

  private TaskClock(Pace pace, long wallMs, long simulatedMs) {
    this.pace = pace;
    this.anchor = new Anchor(wallMs, simulatedMs);
    this.simulatedMs = simulatedMs;
    this.owedUntilMs = wallMs;
  }

  /** A clock that starts at {@code wallMs} with simulated time {@code simulatedMs}. */
  public static TaskClock start(Pace pace, long wallMs, long simulatedMs) {
    return new TaskClock(pace, wallMs, simulatedMs);
  }

  /**
   * A clock that goes on from {@code state} at {@code wallMs}: simulated time stood still
   * meanwhile, except in real time. A pace that was ordered stays; else {@code configured} holds.
   */
  public static TaskClock resume(ClockState state, Pace configured, long wallMs) {
    Pace pace = state.orderedPace() ? Pace.parse(state.paceText()) : configured;
    TaskClock clock = new TaskClock(pace, wallMs, state.simulatedMs());
    clock.orderedPace = state.orderedPace();
    clock.paused = state.paused();
    clock.lastOrderId = state.lastOrderId();
    clock.pending.addAll(state.pending());
    return clock;
  }

  /** What {@link #resume} needs. */
  public ClockState state() {
    return new ClockState(pace.text(), orderedPace, paused, simulatedMs, lastOrderId, pending);
  }

  /** Takes an order; false where its id was seen before, and nothing is done. */
  public boolean take(ClockOrder order, long wallMs) {
    if (order.id() <= lastOrderId) {
      return false;
    }
    lastOrderId = order.id();
    boolean wakes = paused && order.change() instanceof ClockOrder.Change.Resume;
    if (wakes || order.isDue(simulatedMs)) {
      obey(order.change(), wallMs);
    } else {
      pending.add(order);
    }
    return true;
  }

  /**
   * Simulated time up to which the task may send at {@code wallMs}, {@link Pace#UNBOUNDED} where
   * the pace sets none. Never beyond the time of an order that is pending.
   */
  public long targetMs(long wallMs) {
    obeyDue(wallMs);
    long target = paused ? simulatedMs : pace.targetMs(anchor, wallMs);
    for (ClockOrder order : pending) {
      if (order.effectiveMs() != null) {
        target = Math.min(target, order.effectiveMs());
      }
    }
    return target;
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
    if (pace.flowsPerSecond() == 0) {
      return most;
    }
    owed += Math.max(0, wallMs - owedUntilMs) / 1e3 * pace.flowsPerSecond() * share;
    owedUntilMs = Math.max(owedUntilMs, wallMs);
    return (int) Math.min(most, owed);
  }

  /** Notes that a flow due at {@code dueMs} was sent. */
  public void sent(long dueMs) {
    if (pace.flowsPerSecond() != 0) {
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

  /** Simulated time reached, milliseconds since the epoch. */
  public long simulatedMs() {
    return simulatedMs;
  }

  /** Flows owed and not sent, where the pace is a rate; else 0. */
  public double owed() {
    return pace.flowsPerSecond() == 0 ? 0 : Math.max(0, owed);
  }

  /** The pace now. */
  public Pace pace() {
    return pace;
  }

  /** Whether simulated time stands still. */
  public boolean isPaused() {
    return paused;
  }

  private void obeyDue(long wallMs) {
    for (Iterator<ClockOrder> orders = pending.iterator(); orders.hasNext(); ) {
      ClockOrder order = orders.next();
      if (!order.isDue(simulatedMs)) {
        return;
      }
      orders.remove();
      obey(order.change(), wallMs);
    }
  }

  private void obey(ClockOrder.Change change, long wallMs) {
    if (change instanceof ClockOrder.Change.SetPace set) {
      pace = set.pace();
      orderedPace = true;
      owed = 0;
    } else {
      paused = change instanceof ClockOrder.Change.Pause;
    }
    anchor = new Anchor(wallMs, simulatedMs);
    owedUntilMs = wallMs;
  }
}
