package io.flowstan.cli.analyze;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a sample of numbers lies; between two of them by linear interpolation (type 7 of Hyndman
 * and Fan: Sample quantiles in statistical packages, 1996).
 *
 * @param min the smallest
 * @param p25 a quarter is below
 * @param median half is below
 * @param p75 three quarters are below
 * @param p90 nine tenths are below
 * @param p99 99 of 100 are below
 * @param max the largest
 * @param mean the sum by the count
 */
record Quantiles(
    double min,
    double p25,
    double median,
    double p75,
    double p90,
    double p99,
    double max,
    double mean) {

  /** The quantiles of {@code values}; null where there are none. */
  static @Nullable Quantiles of(double[] values) {
    if (values.length == 0) {
      return null;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quantiles(
        sorted[0],
        at(sorted, 0.25),
        at(sorted, 0.5),
        at(sorted, 0.75),
        at(sorted, 0.9),
        at(sorted, 0.99),
        sorted[sorted.length - 1],
        Arrays.stream(sorted).sum() / sorted.length);
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
