package io.flowstan.engine;

import io.flowstan.random.CounterRandom;

/**
 * How busy a host is now, over how busy it is on average: ln of a random factor that is 1 in the
 * mean, z(t) = sum over two spans of s x(t) - s^2 / 2, with x a Gaussian process of mean 0 and
 * variance 1 whose values two spans apart do not depend on each other. The one span is of minutes,
 * the other of hours: what recorded hosts do goes on for either.
 *
 * <p>Between two knots a span apart, x is their sum weighted by cosine and sine of the quarter turn
 * from one to the other, so that its variance is 1 throughout. The knots are counter-based: the
 * pace is a function of the host's key and of the time alone, and nothing of it is stored.
 */
final class HostPace {
  static final long MINUTES_SPAN = 600;
  static final long HOURS_SPAN = 4 * 3_600;

  /** The pace is constant for as long, so that a flow costs no sine. */
  private static final long STEP_SECONDS = 60;

  private static final int MINUTES_NAME = 1;
  private static final int HOURS_NAME = 2;

  private final Wave minutes;
  private final Wave hours;
  private long step = Long.MIN_VALUE;
  private double now;

  /**
   * @param key of the host's pace
   * @param overMinutes standard deviation of z's part over minutes, at least 0
   * @param overHours the same over hours
   */
  HostPace(long key, double overMinutes, double overHours) {
    minutes = new Wave(CounterRandom.subKey(key, MINUTES_NAME), MINUTES_SPAN, overMinutes);
    hours = new Wave(CounterRandom.subKey(key, HOURS_NAME), HOURS_SPAN, overHours);
  }

  /** ln of the factor at {@code second} since the epoch. */
  double at(long second) {
    long of = Math.floorDiv(second, STEP_SECONDS);
    if (of != step) {
      step = of;
      now = minutes.at(of * STEP_SECONDS) + hours.at(of * STEP_SECONDS);
    }
    return now;
  }

  /** One span's part of the pace. */
  private static final class Wave {
    private final long key;
    private final long span;
    private final double deviation;
    private long slot = Long.MIN_VALUE;
    private double from;
    private double to;

    Wave(long key, long span, double deviation) {
      this.key = key;
      this.span = span;
      this.deviation = deviation;
    }

    double at(long second) {
      if (deviation == 0) {
        return 0;
      }
      long of = Math.floorDiv(second, span);
      if (of != slot) {
        slot = of;
        from = CounterRandom.normal(key, of);
        to = CounterRandom.normal(key, of + 1);
      }
      double turn = Math.PI / 2 * Math.floorMod(second, span) / span;
      double x = Math.cos(turn) * from + Math.sin(turn) * to;
      return deviation * x - deviation * deviation / 2;
    }
  }
}
