package io.flowstan.io;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of a table that were no flow and were left out: how many by kind, and the first one. */
final class SkippedRows {
  private final Map<String, Long> byKind = new TreeMap<>();
  private long total;
  private @Nullable String first;

  void count(String kind, String message) {
    total++;
    byKind.merge(kind, 1L, Long::sum);
    if (first == null) {
      first = message;
    }
  }

  long total() {
    return total;
  }

  /** By what was wrong; the kinds are few, whatever the table holds. */
  Map<String, Long> byKind() {
    return Collections.unmodifiableMap(byKind);
  }

  /** What was wrong with the first of them; null where there is none. */
  @Nullable String first() {
    return first;
  }
}
