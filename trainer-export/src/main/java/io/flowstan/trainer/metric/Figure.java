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
 * @param faulty on which side of the ideal a value is a fault
 * @param headline whether it is among the few that verdicts on whole models rest on
 */
public record Figure(
    String key,
    String title,
    String unit,
    double ideal,
    double bar,
    Side faulty,
    boolean headline) {

  /** The sides of the ideal on which a value counts as far from it. */
  public enum Side {
    /** Above and below. */
    EITHER,
    /** Above only; any value below is as good as the ideal. */
    ABOVE;

    /** How far {@code value} is from {@code ideal}, 0 on a side that does not count. */
    public double distance(double value, double ideal) {
      return this == ABOVE ? Math.max(0, value - ideal) : Math.abs(value - ideal);
    }
  }

  /** A figure that is at fault on either side of its ideal. */
  public Figure(String key, String title, String unit, double ideal, double bar, boolean headline) {
    this(key, title, unit, ideal, bar, Side.EITHER, headline);
  }

  /** A distance: 0 is ideal. */
  public static Figure distance(String key, String title, String unit, double bar) {
    return new Figure(key, title, unit, 0, bar, Side.EITHER, false);
  }

  /** A signed difference of which only what exceeds 0 is a fault. */
  public static Figure excess(String key, String title, String unit, double bar) {
    return new Figure(key, title, unit, 0, bar, Side.ABOVE, false);
  }

  /** The same figure among the headlines. */
  public Figure asHeadline() {
    return new Figure(key, title, unit, ideal, bar, faulty, true);
  }

  /** How far {@code value} is from the ideal: lower is better. */
  public double distance(double value) {
    return faulty.distance(value, ideal);
  }
}
