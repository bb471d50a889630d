package io.flowstan.service.clock;

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

  /** Flows asked for per second of wall time over all tasks; 0 where none is asked for. */
  default double flowsPerSecond() {
    return 0;
  }

  /** The pace as {@link #parse} reads it. */
  String text();

  /**
   * Reads {@code realtime}, {@code max}, {@code speed 60} or {@code rate 1000}.
   *
   * @throws IllegalArgumentException where {@code text} is none of these
   */
  static Pace parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    if (words.length == 1 && words[0].equals("realtime")) {
      return new Realtime();
    }
    if (words.length == 1 && words[0].equals("max")) {
      return new Max();
    }
    if (words.length == 2) {
      try {
        double value = Double.parseDouble(words[1]);
        if (words[0].equals("speed")) {
          return new Speed(value);
        }
        if (words[0].equals("rate")) {
          return new Rate(value);
        }
      } catch (NumberFormatException e) {
        // falls through to the one message
      }
    }
    throw new IllegalArgumentException(
        "pace \"" + text + "\": expected realtime, max, speed X or rate R");
  }

  /** Simulated time is the wall clock; what fell due while nobody sent goes out at once, late. */
  record Realtime() implements Pace {
    @Override
    public long targetMs(Anchor anchor, long wallMs) {
      return wallMs;
    }

    @Override
    public long latenessMs(Anchor anchor, long wallMs, long dueMs) {
      return Math.max(0, wallMs - dueMs);
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
   * @param flowsPerSecond over all tasks, above 0
   */
  record Rate(double flowsPerSecond) implements Pace {
    public Rate {
      requirePositive("rate", flowsPerSecond);
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
      return "rate " + flowsPerSecond;
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

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " = " + value + ": expected a number above 0");
    }
  }
}
