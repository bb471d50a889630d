package io.flowstan.trainer.report;

import java.util.Locale;

/** Whether a figure is as good as recorded hosts are among themselves. */
public enum Verdict {
  /** As near to the ideal as the limit asks. */
  WITHIN,
  /** Farther away. */
  BEYOND,
  /** The tables do not allow the figure. */
  ABSENT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
