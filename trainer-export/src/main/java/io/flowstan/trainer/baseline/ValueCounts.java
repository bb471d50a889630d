package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How often each value of an attribute occurs.
 *
 * @param values distinct, ascending
 * @param counts by the place of the value, at least 1
 */
record ValueCounts(long[] values, long[] counts) {

  /** The counts of {@code all}, which this sorts. */
  static ValueCounts of(long[] all) {
    Arrays.sort(all);
    long[] values = new long[all.length];
    long[] counts = new long[all.length];
    int size = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        values[size++] = all[i];
      }
      counts[size - 1]++;
    }
    return new ValueCounts(Arrays.copyOf(values, size), Arrays.copyOf(counts, size));
  }

  /** The counts of the attribute at {@code place} of {@link Row} over all flows of a table. */
  static ValueCounts of(FlowTable table, int place) {
    long[] all = new long[Row.count(table)];
    int at = 0;
    for (Map.Entry<Integer, List<Flow>> entry : table.byHost().entrySet()) {
      long previous = table.startSecond();
      for (Flow flow : entry.getValue()) {
        all[at++] = Row.read(place, flow, entry.getKey(), previous);
        previous = flow.endSecond();
      }
    }
    return of(all);
  }

  /** Sum of the counts. */
  long total() {
    return Arrays.stream(counts).sum();
  }

  /** The largest value; 0 where there is none. */
  long largest() {
    return values.length == 0 ? 0 : values[values.length - 1];
  }

  /** The part of the values that are at least {@code least}. */
  ValueCounts from(long least) {
    int first = Arrays.binarySearch(values, least);
    first = first < 0 ? -first - 1 : first;
    return new ValueCounts(
        Arrays.copyOfRange(values, first, values.length),
        Arrays.copyOfRange(counts, first, counts.length));
  }

  /** The values that are not among {@code others}. */
  ValueCounts without(Collection<Long> others) {
    int[] kept =
        IntStream.range(0, values.length).filter(i -> !others.contains(values[i])).toArray();
    return new ValueCounts(
        Arrays.stream(kept).mapToLong(i -> values[i]).toArray(),
        Arrays.stream(kept).mapToLong(i -> counts[i]).toArray());
  }

  /** The smallest value with at least {@code share} of the counts up to it. */
  long quantile(double share) {
    double wanted = share * total();
    long cumulated = 0;
    for (int i = 0; i < values.length; i++) {
      cumulated += counts[i];
      if (cumulated >= wanted) {
        return values[i];
      }
    }
    return largest();
  }

  /**
   * About the same in fewer values: those above 255 are gathered in cells of 1/200 on the scale of
   * ln(1 + x), each standing as its mean. Fits over a million flows then cost as much as over a few
   * thousand.
   */
  ValueCounts gathered() {
    long[] means = new long[values.length];
    long[] sums = new long[values.length];
    int size = 0;
    long cell = -1;
    double mass = 0;
    for (int i = 0; i < values.length; i++) {
      long own =
          values[i] <= 255 ? values[i] : 1_000 + (long) (200 * Math.log1p((double) values[i]));
      if (own != cell) {
        size++;
        cell = own;
        mass = 0;
      }
      mass += (double) values[i] * counts[i];
      sums[size - 1] += counts[i];
      means[size - 1] = Math.round(mass / sums[size - 1]);
    }
    return new ValueCounts(Arrays.copyOf(means, size), Arrays.copyOf(sums, size));
  }
}
