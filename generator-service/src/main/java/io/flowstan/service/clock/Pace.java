package io.flowstan.service.clock;

import org.jspecify.annotations.Nullable;

/**
 * How fast flows are sent: either simulated time follows the wall clock, or it is free and a number
 * of flows per second is asked for.
 */
public sealed interface Pace {
  /** The target of a pace that leaves simulated time free. */
  long UNBOUNDED = Long.MAX_VALUE;

  /** Simulated time up to which flows are due at {@code wallMs}, or {@link #UNBOUNDED}. */
  long targetMs(Anchor anchor, long wallMs);

  /** Wall time, milliseconds, by which a flow due at {@code dueMs} is late; 0 where none can be. */
  long latenessMs(Anchor anchor, long wallMs, long dueMs);

  /** The flows per second of wall time, over all tasks, that are asked for; null where none are. */
  default @Nullable RateProfile rate() {
    return null;
  }

  /** The pace as {@link #parse} reads it. */
  String text();

  /**
   * Reads {@code realtime}, {@code max}, {@code speed 60} or {@code rate PROFILE}, see {@link
   * RateProfile#parse}.
   *
   * @throws IllegalArgumentException where {@code text} is none of these
   */
  static Pace parse(String text) {
    String[] words = text.strip().split("\\s+", 2);
    String rest = words.length == 2 ? words[1] : "";
    return switch (words[0]) {
      case "realtime" -> only(text, rest, new Realtime());
      case "max" -> only(text, rest, new Max());
      case "speed" -> new Speed(number(text, rest));
      case "rate" -> new Rate(RateProfile.parse(rest));
      default -> throw unreadable(text);
    };
  }

  /**
   * Simulated time is the wall clock; what fell due while nobody sent goes out at once. It is late,
   * except what was due before the pace began to hold: the backfill.
   */
  record Realtime() implements Pace {
    @Override
    public long targetMs(Anchor anchor, long wallMs) {
      return wallMs;
    }

    @Override
    public long latenessMs(Anchor anchor, long wallMs, long dueMs) {
      return dueMs < anchor.wallMs() ? 0 : Math.max(0, wallMs - dueMs);
    }

    @Override
    public String text() {
      return "realtime";
    }
  }

  /**
   * Simulated time runs {@code factor} times as fast as the wall clock, from the anchor on.
   *
   * @param factor simulated seconds per second, above 0
   */
  record Speed(double factor) implements Pace {
    public Speed {
      requirePositive("speed", factor);
    }

    @Override
    public long targetMs(Anchor anchor, long wallMs) {
      return anchor.simulatedMs() + (long) ((wallMs - anchor.wallMs()) * factor);
    }

    @Override
    public long latenessMs(Anchor anchor, long wallMs, long dueMs) {
      return Math.max(0, (long) ((targetMs(anchor, wallMs) - dueMs) / factor));
    }

    @Override
    public String text() {
      return "speed " + factor;
    }
  }

  /**
   * So many flows a second of wall time, whatever simulated time they take.
   *
   * @param rate over all tasks
   */
  record Rate(RateProfile rate) implements Pace {
    /** Always the same rate. */
    public Rate(double flowsPerSecond) {
      this(new RateProfile.Constant(flowsPerSecond));
    }

    @Override
    public long targetMs(Anchor anchor, long wallMs) {
      return UNBOUNDED;
    }

    @Override
    public long latenessMs(Anchor anchor, long wallMs, long dueMs) {
      return 0;
    }

    @Override
    public String text() {
      return "rate " + rate.text();
    }
  }

  /** As fast as the machine can. */
  record Max() implements Pace {
    @Override
    public long targetMs(Anchor anchor, long wallMs) {
      return UNBOUNDED;
    }

    @Override
    public long latenessMs(Anchor anchor, long wallMs, long dueMs) {
      return 0;
    }

    @Override
    public String text() {
      return "max";
    }
  }

  private static Pace only(String text, String rest, Pace pace) {
    if (!rest.isEmpty()) {
      throw unreadable(text);
    }
    return pace;
  }

  private static double number(String text, String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "pace \""
            + text.strip()
            + "\": expected realtime, max, speed X or rate "
            + RateProfile.FORMS);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " = " + value + ": expected a number above 0");
    }
  }
}
