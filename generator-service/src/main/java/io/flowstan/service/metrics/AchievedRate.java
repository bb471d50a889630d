package io.flowstan.service.metrics;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The rate at which flows were sent over the last ten whole seconds, flows per second.
 *
 * <p>The running second is left out, so that the value does not sag at the start of each one.
 * Before ten seconds have passed the mean is over the whole seconds since the first flow.
 */
public final class AchievedRate {
  private static final int WINDOW_SECONDS = 10;
  private static final int SLOTS = WINDOW_SECONDS + 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final LongSupplier nanoClock;
  private final long[] flows = new long[SLOTS];
  private final long[] seconds = new long[SLOTS];
  private long firstSecond = Long.MIN_VALUE;

  /**
   * @param nanoClock monotonic time, nanoseconds from any origin
   */
  public AchievedRate(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    Arrays.fill(seconds, Long.MIN_VALUE);
  }

  /** Counts {@code count} flows as sent now. */
  public synchronized void add(long count) {
    long now = second();
    if (firstSecond == Long.MIN_VALUE) {
      firstSecond = now;
    }
    int slot = (int) Math.floorMod(now, (long) SLOTS);
    if (seconds[slot] != now) {
      seconds[slot] = now;
      flows[slot] = 0;
    }
    flows[slot] += count;
  }

  /** Flows per second, 0 before the first whole second. */
  public synchronized double flowsPerSecond() {
    long now = second();
    if (firstSecond == Long.MIN_VALUE || now == firstSecond) {
      return 0;
    }
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (seconds[slot] != Long.MIN_VALUE
          && seconds[slot] < now
          && seconds[slot] >= now - WINDOW_SECONDS) {
        sum += flows[slot];
      }
    }
    return (double) sum / Math.min(WINDOW_SECONDS, now - firstSecond);
  }

  private long second() {
    return Math.floorDiv(nanoClock.getAsLong(), NANOS_PER_SECOND);
  }
}
