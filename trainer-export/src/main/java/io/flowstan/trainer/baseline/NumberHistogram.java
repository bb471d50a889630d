package io.flowstan.trainer.baseline;

import java.util.Arrays;
import java.util.Collection;

/**
 * A distribution over the whole numbers {@code lo .. hi} without some: bins between powers of the
 * square root of two, uniform inside, one count added to each so that every number has mass.
 */
final class NumberHistogram {
  private final long lo;
  private final long hi;

  /** Bin i holds edges[i] .. edges[i + 1] - 1. */
  private final long[] edges;

  /** Numbers of a bin that are in the support. */
  private final long[] widths;

  private final long[] counts;
  private long total;

  /**
   * @param except numbers that never come here, because they have a class of their own
   */
  NumberHistogram(long lo, long hi, Collection<Integer> except) {
    this.lo = lo;
    this.hi = hi;
    edges = edges(lo, hi);
    widths = new long[edges.length - 1];
    counts = new long[widths.length];
    for (int bin = 0; bin < widths.length; bin++) {
      widths[bin] = edges[bin + 1] - edges[bin];
    }
    for (int number : except) {
      if (number >= lo && number <= hi) {
        widths[bin(number)]--;
      }
    }
    for (int bin = 0; bin < widths.length; bin++) {
      if (widths[bin] > 0) {
        counts[bin] = 1;
        total++;
      }
    }
  }

  void add(long number) {
    counts[bin(number)]++;
    total++;
  }

  /** -ln P(number). */
  double nats(long number) {
    int bin = bin(number);
    return Math.log((double) total * widths[bin] / counts[bin]);
  }

  private int bin(long number) {
    if (number < lo || number > hi) {
      throw new IllegalArgumentException(
          "number " + number + ": expected " + lo + ".." + hi + ", the histogram's support");
    }
    int found = Arrays.binarySearch(edges, number);
    return found >= 0 ? found : -found - 2;
  }

  private static long[] edges(long lo, long hi) {
    long[] all = new long[130];
    int size = 0;
    all[size++] = lo;
    for (int power = 0; all[size - 1] <= hi; power++) {
      long edge = Math.min(hi + 1, (long) Math.ceil(Math.pow(2, power / 2.0)));
      if (edge > all[size - 1]) {
        all[size++] = edge;
      }
    }
    return Arrays.copyOf(all, size);
  }
}
