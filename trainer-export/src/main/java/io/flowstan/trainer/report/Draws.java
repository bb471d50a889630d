package io.flowstan.trainer.report;

import java.util.List;

/**
 * What the draws of a contender give for a figure.
 *
 * @param values one for each draw that allows it
 * @param rounds the mean over these draws in each round of the bootstrap over hosts; NaN where a
 *     round lacks a draw's; empty without a bootstrap
 */
public record Draws(List<Double> values, double[] rounds) {
  /** Where fewer of the rounds have a value, they say nothing of those that have none. */
  private static final double MOST_ROUNDS = .9;

  public Draws {
    values = List.copyOf(values);
  }

  /** The draws, each with its rounds. */
  public static Draws of(List<Double> values, List<double[]> rounds) {
    int count = rounds.stream().mapToInt(of -> of.length).min().orElse(0);
    double[] means = new double[count];
    for (double[] of : rounds) {
      for (int round = 0; round < count; round++) {
        means[round] += of[round] / rounds.size();
      }
    }
    return new Draws(values, means);
  }

  double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /**
   * The standard error of the mean: the standard deviation over the rounds. NaN where fewer than
   * nine in ten of them have a value, or none.
   */
  double error() {
    return Spread.deviation(rounds, MOST_ROUNDS);
  }
}
