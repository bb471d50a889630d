package io.flowstan.service.clock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast flows are sent, and until when; at most one of speed, rate and max, none is real time.
 *
 * @param speed simulated seconds per second of wall time
 * @param rate flows per second of wall time, over all instances
 * @param max as fast as can be
 * @param until simulated time after which nothing is sent; null for no end
 */
public record PacingConfig(
    @Nullable Double speed, @Nullable Double rate, boolean max, @Nullable Instant until) {
  /** Real time without an end. */
  public static PacingConfig defaults() {
    return new PacingConfig(null, null, false, null);
  }

  public PacingConfig {
    if ((speed == null ? 0 : 1) + (rate == null ? 0 : 1) + (max ? 1 : 0) > 1) {
      throw new IllegalArgumentException(
          "speed, rate and max exclude each other: expected one of them, or none for real time");
    }
    pace(speed, rate, max);
  }

  /** The pace that these settings mean. */
  public Pace pace() {
    return pace(speed, rate, max);
  }

  /** {@link #until} in milliseconds since the epoch, or Long.MAX_VALUE. */
  public long untilMs() {
    return until == null ? Long.MAX_VALUE : until.toEpochMilli();
  }

  private static Pace pace(@Nullable Double speed, @Nullable Double rate, boolean max) {
    if (speed != null) {
      return new Pace.Speed(speed);
    }
    if (rate != null) {
      return new Pace.Rate(rate);
    }
    return max ? new Pace.Max() : new Pace.Realtime();
  }
}
