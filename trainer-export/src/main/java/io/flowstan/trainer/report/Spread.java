package io.flowstan.trainer.report;

import java.util.Arrays;

/** How far numbers lie apart. */
public final class Spread {
  private Spread() {}

  /**
   * The standard deviation of the finite ones of {@code values}, over n - 1.
   *
   * @param share how many of them have to be finite, or it is NaN
   */
  public static double deviation(double[] values, double share) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length < 2 || finite.length < share * values.length) {
      return Double.NaN;
    }
    double mean = Arrays.stream(finite).average().orElseThrow();
    double squares = Arrays.stream(finite).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (finite.length - 1));
  }
}
