package io.flowstan.trainer.report;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a contender reaches in one figure.
 *
 * @param mean over the draws; null where the figure is absent
 * @param error standard error of the mean by a bootstrap over the hosts of both sides; null where
 *     there is none
 * @param min smallest of the draws
 * @param max largest of the draws
 * @param values one for each draw that allows the figure, in the order of the draws
 * @param rounds the mean in each round of the bootstrap, kept of the judged to compare it with
 *     another; otherwise empty
 */
public record Outcome(
    Verdict verdict,
    @Nullable Double mean,
    @Nullable Double error,
    @Nullable Double min,
    @Nullable Double max,
    List<Double> values,
    List<Double> rounds) {
  public Outcome {
    values = List.copyOf(values);
    rounds = List.copyOf(rounds);
  }

  /**
   * What {@code draws} come to.
   *
   * @param withRounds whether the rounds are kept
   */
  static Outcome of(Verdict verdict, Draws draws, boolean withRounds) {
    if (draws.values().isEmpty()) {
      return new Outcome(Verdict.ABSENT, null, null, null, null, List.of(), List.of());
    }
    double error = draws.error();
    boolean kept = withRounds && Arrays.stream(draws.rounds()).allMatch(Double::isFinite);
    return new Outcome(
        verdict,
        draws.mean(),
        Double.isNaN(error) ? null : error,
        draws.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
        draws.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
        draws.values(),
        kept
            ? Arrays.stream(draws.rounds()).map(Rounded::toSixDigits).boxed().toList()
            : List.of());
  }

  /** Sample variance of the mean, s^2 / k over k draws; 0 where there are fewer than two. */
  public double squaredError() {
    double deviation =
        Spread.deviation(values.stream().mapToDouble(Double::doubleValue).toArray(), 1);
    return Double.isNaN(deviation) ? 0 : deviation * deviation / values.size();
  }

  /** Largest less smallest value; 0 where there are fewer than two. */
  public double spread() {
    return max == null || min == null ? 0 : max - min;
  }
}
