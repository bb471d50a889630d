package io.flowstan.service.clock;

import org.jspecify.annotations.Nullable;

/**
 * A command to a clock.
 *
 * @param id greater than that of every earlier order; one that is not is skipped
 * @param effectiveMs simulated time from which it holds, milliseconds since the epoch; null at once
 * @param change what to do
 */
public record ClockOrder(long id, @Nullable Long effectiveMs, Change change) {
  /** What an order does to a clock. */
  public sealed interface Change {
    /** The change as {@link #parse} reads it. */
    String text();

    /** Reads {@code pause}, {@code resume} or a pace, see {@link Pace#parse}. */
    static Change parse(String text) {
      return switch (text) {
        case "pause" -> new Pause();
        case "resume" -> new Resume();
        default -> new SetPace(Pace.parse(text));
      };
    }

    /** Simulated time stands still and nothing is sent. */
    record Pause() implements Change {
      @Override
      public String text() {
        return "pause";
      }
    }

    /** Goes on as before the pause. */
    record Resume() implements Change {
      @Override
      public String text() {
        return "resume";
      }
    }

    /** Goes on at another pace. */
    record SetPace(Pace pace) implements Change {
      @Override
      public String text() {
        return pace.text();
      }
    }
  }

  /** Whether the order holds once simulated time is {@code simulatedMs}. */
  boolean isDue(long simulatedMs) {
    return effectiveMs == null || effectiveMs <= simulatedMs;
  }
}
