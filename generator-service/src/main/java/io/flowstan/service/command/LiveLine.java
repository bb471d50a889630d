package io.flowstan.service.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The line that shows how a run goes on: in place on a terminal, else anew every few seconds. */
final class LiveLine {
  private static final boolean TERMINAL = Boolean.getBoolean("flowstan.terminal");
  private static final Duration ANEW_EVERY = Duration.ofSeconds(5);

  private final PrintWriter people;
  private final boolean inPlace;
  private long lastShownNanos = Long.MIN_VALUE / 2;
  private long lastNanos;
  private long lastFlows;
  private double flowsPerSecond;

  /** A line for {@code people}; {@code toTerminal} where they may look at a terminal. */
  LiveLine(PrintWriter people, boolean toTerminal) {
    this.people = people;
    this.inPlace = TERMINAL && toTerminal;
  }

  /** Shows the state where it is time to. */
  void show(long nowNanos, long flows, long simulatedMs, int hosts) {
    if (lastNanos != 0 && nowNanos > lastNanos) {
      double now = (flows - lastFlows) * 1e9 / (nowNanos - lastNanos);
      flowsPerSecond = flowsPerSecond == 0 ? now : 0.7 * flowsPerSecond + 0.3 * now;
    }
    lastNanos = nowNanos;
    lastFlows = flows;
    if (!inPlace && nowNanos - lastShownNanos < ANEW_EVERY.toNanos()) {
      return;
    }
    lastShownNanos = nowNanos;
    String line =
        String.format(
            Locale.ROOT,
            "%s simulated | %,.0f flows/s | %,d flows | %,d hosts",
            Instant.ofEpochMilli(simulatedMs).truncatedTo(ChronoUnit.SECONDS),
            flowsPerSecond,
            flows,
            hosts);
    if (inPlace) {
      people.print("\r\u001b[K" + line);
    } else {
      people.println(line);
    }
    people.flush();
  }

  /** Leaves the line as it is and goes to the next. */
  void end() {
    if (inPlace) {
      people.println();
      people.flush();
    }
  }
}
