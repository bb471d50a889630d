package io.flowstan.trainer.metric.marginal;

/** A partition of an attribute's values that is the same for every table it counts. */
public interface Bins {
  /** Number of bins. */
  int count();

  /** The bin of {@code value}, 0 to {@link #count()} - 1, for any value. */
  int of(long value);

  /** How many of {@code values} are in each bin. */
  default long[] count(long[] values) {
    long[] counts = new long[count()];
    for (long value : values) {
      counts[of(value)]++;
    }
    return counts;
  }
}
