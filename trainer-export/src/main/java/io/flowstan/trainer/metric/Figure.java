package io.flowstan.trainer.metric;

/**
 * A figure that a metric gives.
 *
 * @param key unique over all metrics, such as {@code marginals.js.bytes}
 * @param title what reports print, such as {@code JS divergence, bytes}
 * @param unit such as {@code nats}, {@code share}, {@code AUC}
 * @param ideal its value where two tables come from the same process and are endless: 0 for a
 *     distance, 0.5 for an AUC
 * @param bar distance from the ideal that is good enough even where the floor is lower
 * @param headline whether it is among the few that verdicts on whole models rest on
 */
public record Figure(
    String key, String title, String unit, double ideal, double bar, boolean headline) {

  /** A distance: 0 is ideal. */
  public static Figure distance(String key, String title, String unit, double bar) {
    return new Figure(key, title, unit, 0, bar, false);
  }

  /** The same figure among the headlines. */
  public Figure asHeadline() {
    return new Figure(key, title, unit, ideal, bar, true);
  }

  /** How far {@code value} is from the ideal: lower is better. */
  public double distance(double value) {
    return Math.abs(value - ideal);
  }
}
