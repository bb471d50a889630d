package io.flowstan.service.clock;

import io.flowstan.cli.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/**
 * The flows per second that are asked for, as a pure function of the wall time since the pace began
 * to hold: open loop, so that what was sent never changes what is asked for.
 */
public sealed interface RateProfile {
  /** What {@link #parse} reads, for messages. */
  String FORMS =
      "R, ramp FROM TO TIME, step BEFORE AFTER TIME, sine MEAN AMPLITUDE PERIOD,"
          + " burst BASE PEAK EVERY LENGTH, or schedule TIME RATE; TIME RATE; ...";

  /** Flows asked for in the first {@code seconds}: the integral of the rate. */
  double flowsUntil(double seconds);

  /** Flows per second that are asked for at {@code seconds}. */
  double flowsPerSecond(double seconds);

  /** The profile as {@link #parse} reads it. */
  String text();

  /**
   * Reads {@code 1000}, {@code ramp 100 1000 60s}, {@code step 100 1000 30s}, {@code sine 500 300
   * 1h}, {@code burst 100 2000 60s 5s} or {@code schedule 0s 100; 30s ramp 100 1000 60s}.
   *
   * @throws IllegalArgumentException where {@code text} is none of these
   */
  static RateProfile parse(String text) {
    String[] words = text.strip().split("\\s+", 2);
    String rest = words.length == 2 ? words[1] : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "ramp" -> {
        String[] a = arguments(text, rest, 3);
        yield new Ramp(number(text, a[0]), number(text, a[1]), time(text, a[2]));
      }
      case "step" -> {
        String[] a = arguments(text, rest, 3);
        yield new Step(number(text, a[0]), number(text, a[1]), time(text, a[2]));
      }
      case "sine" -> {
        String[] a = arguments(text, rest, 3);
        yield new Sine(number(text, a[0]), number(text, a[1]), time(text, a[2]));
      }
      case "burst" -> {
        String[] a = arguments(text, rest, 4);
        yield new Burst(number(text, a[0]), number(text, a[1]), time(text, a[2]), time(text, a[3]));
      }
      case "schedule" -> {
        List<Leg> legs = new ArrayList<>();
        for (String leg : rest.split(";", -1)) {
          String[] a = leg.strip().split("\\s+", 2);
          legs.add(new Leg(time(text, a[0]), parse(a.length == 2 ? a[1] : "")));
        }
        yield new Schedule(legs);
      }
      default -> {
        if (words.length != 1) {
          throw unreadable(text);
        }
        yield new Constant(number(text, words[0]));
      }
    };
  }

  /**
   * Always the same rate.
   *
   * @param rate flows per second, above 0
   */
  record Constant(double rate) implements RateProfile {
    public Constant {
      if (!(rate > 0)) {
        throw new IllegalArgumentException("rate = " + rate + ": expected a number above 0");
      }
      requireRate(rate);
    }

    @Override
    public double flowsUntil(double seconds) {
      return rate * seconds;
    }

    @Override
    public double flowsPerSecond(double seconds) {
      return rate;
    }

    @Override
    public String text() {
      return Double.toString(rate);
    }
  }

  /**
   * A rate that grows or falls evenly, and then stays.
   *
   * @param from flows per second at the beginning
   * @param to flows per second from the end of the ramp on
   * @param over length of the ramp
   */
  record Ramp(double from, double to, Duration over) implements RateProfile {
    public Ramp {
      requireRate(from);
      requireRate(to);
      requireTime(over);
    }

    @Override
    public double flowsUntil(double seconds) {
      double length = seconds(over);
      double t = Math.min(seconds, length);
      return from * t + (to - from) * t * t / (2 * length) + to * (seconds - t);
    }

    @Override
    public double flowsPerSecond(double seconds) {
      return from + (to - from) * Math.min(1, seconds / seconds(over));
    }

    @Override
    public String text() {
      return "ramp " + from + " " + to + " " + format(over);
    }
  }

  /**
   * One rate, then another.
   *
   * @param before flows per second at the beginning
   * @param after flows per second from {@code at} on
   * @param at time of the step
   */
  record Step(double before, double after, Duration at) implements RateProfile {
    public Step {
      requireRate(before);
      requireRate(after);
      requireTime(at);
    }

    @Override
    public double flowsUntil(double seconds) {
      double t = Math.min(seconds, seconds(at));
      return before * t + after * (seconds - t);
    }

    @Override
    public double flowsPerSecond(double seconds) {
      return seconds < seconds(at) ? before : after;
    }

    @Override
    public String text() {
      return "step " + before + " " + after + " " + format(at);
    }
  }

  /**
   * A rate that swings, upwards first.
   *
   * @param mean flows per second on average
   * @param amplitude flows per second by which it swings, at most the mean
   * @param period length of one swing
   */
  record Sine(double mean, double amplitude, Duration period) implements RateProfile {
    public Sine {
      requireRate(mean);
      requireRate(amplitude);
      requireTime(period);
      if (amplitude > mean) {
        throw new IllegalArgumentException(
            "sine amplitude = " + amplitude + ": expected at most the mean, " + mean);
      }
    }

    @Override
    public double flowsUntil(double seconds) {
      double turn = 2 * Math.PI / seconds(period);
      return mean * seconds + amplitude / turn * (1 - Math.cos(turn * seconds));
    }

    @Override
    public double flowsPerSecond(double seconds) {
      return mean + amplitude * Math.sin(2 * Math.PI * seconds / seconds(period));
    }

    @Override
    public String text() {
      return "sine " + mean + " " + amplitude + " " + format(period);
    }
  }

  /**
   * Bursts over a base rate, one at the beginning of each interval.
   *
   * @param base flows per second between bursts
   * @param peak flows per second within a burst
   * @param every length of an interval
   * @param length length of a burst, less than the interval
   */
  record Burst(double base, double peak, Duration every, Duration length) implements RateProfile {
    public Burst {
      requireRate(base);
      requireRate(peak);
      requireTime(every);
      requireTime(length);
      if (length.compareTo(every) >= 0) {
        throw new IllegalArgumentException(
            "burst length = " + format(length) + ": expected less than " + format(every));
      }
    }

    @Override
    public double flowsUntil(double seconds) {
      double interval = seconds(every);
      double burst = seconds(length);
      double whole = Math.floor(seconds / interval);
      double rest = seconds - whole * interval;
      double perInterval = peak * burst + base * (interval - burst);
      double peakTime = Math.min(rest, burst);
      return whole * perInterval + peak * peakTime + base * (rest - peakTime);
    }

    @Override
    public double flowsPerSecond(double seconds) {
      return seconds % seconds(every) < seconds(length) ? peak : base;
    }

    @Override
    public String text() {
      return "burst " + base + " " + peak + " " + format(every) + " " + format(length);
    }
  }

  /**
   * Profiles one after the other, each with a time of its own that begins when it does.
   *
   * @param legs at least one, the first at 0, each later than the one before
   */
  record Schedule(List<Leg> legs) implements RateProfile {
    public Schedule {
      legs = List.copyOf(legs);
      if (legs.isEmpty() || !legs.get(0).at().isZero()) {
        throw new IllegalArgumentException("schedule: expected its first leg at 0s");
      }
      for (int i = 1; i < legs.size(); i++) {
        if (legs.get(i).at().compareTo(legs.get(i - 1).at()) <= 0) {
          throw new IllegalArgumentException(
              "schedule: a leg at "
                  + format(legs.get(i).at())
                  + " behind one at "
                  + format(legs.get(i - 1).at())
                  + ": expected rising times");
        }
      }
    }

    @Override
    public double flowsUntil(double seconds) {
      double flows = 0;
      for (int i = 0; i < legs.size(); i++) {
        double begin = seconds(legs.get(i).at());
        double end = i + 1 < legs.size() ? seconds(legs.get(i + 1).at()) : Double.MAX_VALUE;
        if (seconds > begin) {
          flows += legs.get(i).rate().flowsUntil(Math.min(seconds, end) - begin);
        }
      }
      return flows;
    }

    @Override
    public double flowsPerSecond(double seconds) {
      double rate = 0;
      for (Leg leg : legs) {
        if (seconds >= seconds(leg.at())) {
          rate = leg.rate().flowsPerSecond(seconds - seconds(leg.at()));
        }
      }
      return rate;
    }

    @Override
    public String text() {
      return "schedule "
          + String.join(
              "; ", legs.stream().map(leg -> format(leg.at()) + " " + leg.rate().text()).toList());
    }
  }

  /**
   * One leg of a schedule.
   *
   * @param at wall time since the pace began at which the leg begins
   * @param rate the rate of the leg; no schedule itself
   */
  record Leg(Duration at, RateProfile rate) {
    public Leg {
      if (rate instanceof Schedule) {
        throw new IllegalArgumentException("schedule: a leg is a schedule itself");
      }
    }

    /** What a leg of a configuration is laid over. */
    public static Leg defaults() {
      return new Leg(Duration.ZERO, new Constant(1));
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static String format(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }

  private static void requireRate(double rate) {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("rate = " + rate + ": expected a number of 0 or more");
    }
  }

  private static void requireTime(Duration time) {
    if (time.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "time in a rate = " + time.toMillis() + " ms: expected more than 0");
    }
  }

  private static String[] arguments(String text, String rest, int count) {
    String[] words = rest.strip().split("\\s+", -1);
    if (words.length != count) {
      throw unreadable(text);
    }
    return words;
  }

  private static double number(String text, String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static Duration time(String text, String word) {
    try {
      return new DurationConverter().convert(word);
    } catch (TypeConversionException e) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException("rate \"" + text.strip() + "\": expected " + FORMS);
  }
}
