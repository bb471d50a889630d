package io.flowstan.it.stream;

import java.util.Arrays;

/** When flows were sent and when they were due, in the order of sending. */
final class Sendings {
  private long[] sentMs = new long[1 << 16];
  private long[] dueMs = new long[1 << 16];
  private int size;

  /** Notes a flow; milliseconds since the epoch. */
  synchronized void add(long sent, long due) {
    if (size == sentMs.length) {
      sentMs = Arrays.copyOf(sentMs, 2 * size);
      dueMs = Arrays.copyOf(dueMs, 2 * size);
    }
    sentMs[size] = sent;
    dueMs[size] = due;
    size++;
  }

  /** Flows sent in each of {@code count} spans of {@code spanMs} from {@code fromMs} on. */
  synchronized long[] counts(long fromMs, int spanMs, int count) {
    long[] counts = new long[count];
    for (int i = 0; i < size; i++) {
      long span = Math.floorDiv(sentMs[i] - fromMs, spanMs);
      if (span >= 0 && span < count) {
        counts[(int) span]++;
      }
    }
    return counts;
  }

  /** Milliseconds between the due and the sent time of the flows due in [from, to), sorted. */
  synchronized long[] lateness(long fromMs, long toMs) {
    long[] lateness = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (fromMs <= dueMs[i] && dueMs[i] < toMs) {
        lateness[count++] = sentMs[i] - dueMs[i];
      }
    }
    long[] sorted = Arrays.copyOf(lateness, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
