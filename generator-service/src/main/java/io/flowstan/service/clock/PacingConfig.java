package io.flowstan.service.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast flows are sent, and until when; at most one of speed, rate, schedule and max, none is
 * real time.
 *
 * @param speed simulated seconds per second of wall time
 * @param rate flows per second of wall time, over all instances
 * @param schedule rates one after the other; empty for none
 * @param max as fast as can be
 * @param backfill in real time, how long before now new hosts start; null for now
 * @param until simulated time after which nothing is sent; null for no end
 */
public record PacingConfig(
    @Nullable Double speed,
    @Nullable RateProfile rate,
    List<RateProfile.Leg> schedule,
    boolean max,
    @Nullable Duration backfill,
    @Nullable Instant until) {
  /** Real time without an end. */
  public static PacingConfig defaults() {
    return new PacingConfig(null, null, List.of(), false, null, null);
  }

  public PacingConfig {
    schedule = List.copyOf(schedule);
    int chosen =
        (speed == null ? 0 : 1)
            + (rate == null ? 0 : 1)
            + (schedule.isEmpty() ? 0 : 1)
            + (max ? 1 : 0);
    if (chosen > 1) {
      throw new IllegalArgumentException(
          "speed, rate, schedule and max exclude each other: expected one of them, or none for"
              + " real time");
    }
    if (backfill != null && chosen > 0) {
      throw new IllegalArgumentException(
          "backfill is for real time: expected no speed, rate, schedule or max beside it");
    }
    pace(speed, rate, schedule, max);
  }

  /** The pace that these settings mean. */
  public Pace pace() {
    return pace(speed, rate, schedule, max);
  }

  /** {@link #until} in milliseconds since the epoch, or Long.MAX_VALUE. */
  public long untilMs() {
    return until == null ? Long.MAX_VALUE : until.toEpochMilli();
  }

  private static Pace pace(
      @Nullable Double speed,
      @Nullable RateProfile rate,
      List<RateProfile.Leg> schedule,
      boolean max) {
    if (speed != null) {
      return new Pace.Speed(speed);
    }
    if (rate != null) {
      return new Pace.Rate(rate);
    }
    if (!schedule.isEmpty()) {
      return new Pace.Rate(new RateProfile.Schedule(schedule));
    }
    return max ? new Pace.Max() : new Pace.Realtime();
  }
}
