package io.flowstan.trainer.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A support cut into bins: common values have one to themselves, the rest fall into ranges. Within
 * a bin every whole number is as likely as every other.
 */
final class Bins {
  /** A magnitude with one in so many flows has a bin to itself. */
  private static final int OWN_NUMBER = 100;

  /** A name with one in so many flows has a bin to itself. */
  private static final int OWN_NAME = 1_000;

  /** So many names are not worth a second range. */
  private static final int NAMES_PER_RANGE = 1_024;

  private final Support support;

  /** Segment i holds starts[i] .. starts[i + 1] - 1; the last one ends with the support. */
  private final long[] starts;

  /** Bin of each segment. */
  private final int[] bins;

  /** First segment of each bin. */
  private final int[] firsts;

  /** Number of values in each bin. */
  private final long[] sizes;

  private Bins(Support support, List<Long> alone, NavigableSet<Long> ranges) {
    this.support = support;
    // who owns the numbers from each start on: a range by its start, a lone value by its negative
    NavigableSet<Long> ordered = new TreeSet<>(alone);
    TreeMap<Long, Long> owners = new TreeMap<>();
    for (long start : ranges) {
      owners.put(start, start);
    }
    for (long value : ordered) {
      owners.put(value, -value - 1);
      if (value < support.most()) {
        owners.putIfAbsent(value + 1, ranges.headSet(value, true).last());
      }
    }
    starts = new long[owners.size()];
    bins = new int[owners.size()];
    Map<Long, Integer> numbers = new HashMap<>();
    int segment = 0;
    for (Map.Entry<Long, Long> entry : owners.entrySet()) {
      starts[segment] = entry.getKey();
      bins[segment++] = numbers.computeIfAbsent(entry.getValue(), unused -> numbers.size());
    }
    sizes = new long[numbers.size()];
    firsts = new int[numbers.size()];
    for (int i = starts.length - 1; i >= 0; i--) {
      sizes[bins[i]] += end(i) - starts[i];
      firsts[bins[i]] = i;
    }
  }

  /**
   * Bins of a magnitude on the scale of ln(1 + x): a bin for each value that one flow in 100 has,
   * at most {@code most / 2}; for the others bins of equal width by the rule of Freedman and
   * Diaconis (Z. Wahrscheinlichkeitstheorie 57, 1981), {@code 2 IQR n^(-1/3)}, or wider ones where
   * that makes more than {@code most}; one below what was seen, and one above, up to 16 times the
   * largest.
   *
   * @param counts at least one
   */
  static Bins ofNumbers(ValueCounts counts, Support allowed, int most) {
    Support support = allowed.upTo(counts.largest());
    List<Long> alone = commonest(counts, OWN_NUMBER, most / 2);
    ValueCounts rest = counts.without(alone);
    TreeSet<Long> ranges = new TreeSet<>();
    ranges.add(support.least());
    if (rest.total() > 0) {
      double low = Math.log1p((double) rest.values()[0]);
      double span = Math.log1p(rest.largest() + 1.0) - low;
      double iqr =
          Math.log1p((double) rest.quantile(0.75)) - Math.log1p((double) rest.quantile(0.25));
      double width = 2 * iqr / Math.cbrt((double) rest.total());
      int wanted = Math.max(1, most - alone.size() - 2);
      int count = (int) Math.min(wanted, width > 0 ? Math.ceil(span / width) : wanted);
      for (int i = 0; i < count; i++) {
        ranges.add(support.clamp((long) Math.ceil(Math.expm1(low + i * span / count) - 1e-9)));
      }
    }
    ranges.add(support.clamp(counts.largest() + 1));
    return new Bins(support, alone, ranges);
  }

  /**
   * Bins of a name: one for each value that one flow in 1,000 has, the commonest {@code 3 / 4
   * most}; the others in ranges of equal width, one for every 1,024 names and at most {@code most /
   * 4}.
   */
  static Bins ofNames(ValueCounts counts, Support support, int most) {
    long names = support.most() + 1;
    long count = Math.max(1, Math.min(most / 4, names / NAMES_PER_RANGE));
    TreeSet<Long> ranges = new TreeSet<>();
    for (long i = 0; i < count; i++) {
      ranges.add(i * names / count);
    }
    return new Bins(support, commonest(counts, OWN_NAME, most * 3 / 4), ranges);
  }

  int count() {
    return sizes.length;
  }

  /** The bin of {@code value}, or of the nearest number of the support. */
  int of(long value) {
    int found = Arrays.binarySearch(starts, support.clamp(value));
    return bins[found >= 0 ? found : -found - 2];
  }

  /** Number of values in {@code bin}. */
  long size(int bin) {
    return sizes[bin];
  }

  /** A value of {@code bin}, uniform. */
  long draw(int bin, Draws draws) {
    int segment = firsts[bin];
    long offset = sizes[bin] == 1 ? 0 : draws.below(sizes[bin]);
    while (true) {
      long length = end(segment) - starts[segment];
      if (bins[segment] == bin) {
        if (offset < length) {
          return starts[segment] + offset;
        }
        offset -= length;
      }
      segment++;
    }
  }

  private long end(int segment) {
    return segment + 1 < starts.length ? starts[segment + 1] : support.most() + 1;
  }

  /** The commonest values that have at least one in {@code share} of the counts. */
  private static List<Long> commonest(ValueCounts counts, int share, int most) {
    long total = counts.total();
    List<Long> found = new ArrayList<>();
    IntStream.range(0, counts.values().length)
        .filter(i -> counts.counts()[i] * share >= total)
        .boxed()
        .sorted(Comparator.comparing(i -> -counts.counts()[i]))
        .limit(most)
        .forEach(i -> found.add(counts.values()[i]));
    return found;
  }
}
