package io.flowstan.trainer.task;

import java.util.OptionalDouble;

/**
 * How well a task is done on real flows after learning from real or from synthetic ones (TRTR and
 * TSTR; Esteban et al., 2017, arXiv 1706.02633, section 3.4).
 *
 * @param measure what is measured
 * @param real after learning from real flows
 * @param synthetic after learning from synthetic flows
 * @param naive without learning: the commonest class, the mean, chance, or no embeddings
 */
public record TaskScore(Measure measure, double real, double synthetic, double naive) {
  private static final double LEAST_GAIN = .02;

  /** The score after learning from synthetic flows over that after learning from real ones. */
  public double ratio() {
    return synthetic / real;
  }

  /**
   * The share of what real flows teach that synthetic flows teach too: 1 as good as real, 0
   * useless; empty where real flows teach nothing.
   */
  public OptionalDouble kept() {
    double gain = measure.higherIsBetter() ? real - naive : naive - real;
    double kept = measure.higherIsBetter() ? synthetic - naive : naive - synthetic;
    return gain >= LEAST_GAIN ? OptionalDouble.of(kept / gain) : OptionalDouble.empty();
  }

  /**
   * What a task is scored by.
   *
   * @param key unique over all tasks, such as {@code task.forecast.rmse}
   * @param title what reports print
   * @param unit such as {@code F1}, {@code AUC}, {@code nats}
   * @param higherIsBetter whether more is better
   */
  public record Measure(String key, String title, String unit, boolean higherIsBetter) {}
}
