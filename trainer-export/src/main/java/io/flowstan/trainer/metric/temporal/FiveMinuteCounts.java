package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many flows of one host end in each five minutes of a table.
 *
 * @param counts one number for each five minutes
 */
record FiveMinuteCounts(double[] counts) {
  static final int SLOT_SECONDS = 300;
  static final int SLOTS_PER_DAY = 86_400 / SLOT_SECONDS;

  /** The counts of {@code flows}; those outside the table's days are in none. */
  static FiveMinuteCounts of(List<Flow> flows, long startSecond, int days) {
    double[] counts = new double[days * SLOTS_PER_DAY];
    for (Flow flow : flows) {
      long slot = Math.floorDiv(flow.endSecond() - startSecond, (long) SLOT_SECONDS);
      if (slot >= 0 && slot < counts.length) {
        counts[(int) slot]++;
      }
    }
    return new FiveMinuteCounts(counts);
  }

  /** Flows a day. */
  double flowsPerDay() {
    return Arrays.stream(counts).sum() * SLOTS_PER_DAY / counts.length;
  }

  /**
   * Fano factor: sample variance / mean of the counts, 1 for a Poisson process; none without flows.
   */
  OptionalDouble fano() {
    double mean = mean(counts);
    if (mean == 0) {
      return OptionalDouble.empty();
    }
    int n = counts.length;
    return OptionalDouble.of(squaresAround(mean, counts) / (n - 1) / mean);
  }

  /** Autocorrelation at {@code slots} times five minutes; none where all counts are the same. */
  OptionalDouble autocorrelation(int slots) {
    double[] curve = Autocorrelation.of(counts, slots);
    return curve.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(curve[slots - 1]);
  }

  /** Hurst exponent of the counts, see {@link HurstExponent}. */
  OptionalDouble hurst() {
    return HurstExponent.of(counts);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double squaresAround(double mean, double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }
}
