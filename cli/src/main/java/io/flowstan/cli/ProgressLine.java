package io.flowstan.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of long work: a bar on stderr where that is a terminal, and nothing elsewhere. */
public final class ProgressLine implements AutoCloseable {
  /** Set by the launcher, which can ask the shell; Java's console needs all three streams. */
  private static final boolean TERMINAL = Boolean.getBoolean("flowstan.terminal");

  private final @Nullable ProgressBar bar;

  private ProgressLine(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Starts a bar; {@code total} is in {@code unit}s, -1 where unknown. */
  static ProgressLine open(String task, String unit, long total) {
    if (!TERMINAL) {
      return new ProgressLine(null);
    }
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    return new ProgressLine(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(250)
            .setConsumer(new ConsoleProgressBarConsumer(err))
            .build());
  }

  /** Moves to {@code done} units; cheap enough for every batch, not for every flow. */
  public void stepTo(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Shows {@code message} behind the bar, such as a loss. */
  public void note(String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
