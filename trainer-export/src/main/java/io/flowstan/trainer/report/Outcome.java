package io.flowstan.trainer.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a contender reaches in one figure.
 *
 * @param mean over the draws; null where the figure is absent
 * @param min smallest of the draws
 * @param max largest of the draws
 * @param values one for each draw that allows the figure, in the order of the draws
 */
public record Outcome(
    Verdict verdict,
    @Nullable Double mean,
    @Nullable Double min,
    @Nullable Double max,
    List<Double> values) {
  public Outcome {
    values = List.copyOf(values);
  }

  static Outcome of(Verdict verdict, List<Double> values) {
    if (values.isEmpty()) {
      return new Outcome(Verdict.ABSENT, null, null, null, values);
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return new Outcome(verdict, mean(values), min, max, values);
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Largest less smallest value; 0 where there are fewer than two. */
  public double spread() {
    return max == null || min == null ? 0 : max - min;
  }

  /** Sample variance of the mean, s^2 / k over k draws; 0 where there are fewer than two. */
  public double squaredError() {
    int draws = values.size();
    if (draws < 2) {
      return 0;
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (draws - 1) / draws;
  }
}
