package io.flowstan.io;

import java.util.Locale;

/** What to do with a row that is no flow. */
public enum OnError {
  /** Stop at the first one. */
  FAIL,
  /** Leave it out, and count it. */
  SKIP;

  /** The name as it is typed on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
