package io.flowstan.trainer.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures that are differences between the facts of two tables. A fact that either table lacks
 * gives no figure.
 */
public final class Differences {
  private final Map<String, Double> real;
  private final Map<String, Double> other;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  /**
   * @param real facts of the recorded table
   * @param other facts of the table that is judged
   */
  public Differences(Map<String, Double> real, Map<String, Double> other) {
    this.real = real;
    this.other = other;
  }

  /** Adds |other - real|. */
  public Differences absolute(String key) {
    Double a = real.get(key);
    Double b = other.get(key);
    if (a != null && b != null) {
      figures.put(key, Math.abs(b - a));
    }
    return this;
  }

  /** Adds other - real. */
  public Differences signed(String key) {
    Double a = real.get(key);
    Double b = other.get(key);
    if (a != null && b != null) {
      figures.put(key, b - a);
    }
    return this;
  }

  /** Adds |ln(other / real)|, where both are above 0. */
  public Differences logRatio(String key) {
    return logRatio(key, key);
  }

  /** Adds |ln(other / real)| of the fact {@code fact} as the figure {@code key}. */
  public Differences logRatio(String key, String fact) {
    Double a = real.get(fact);
    Double b = other.get(fact);
    if (a != null && b != null && a > 0 && b > 0) {
      figures.put(key, Math.abs(Math.log(b / a)));
    }
    return this;
  }

  /** What was added, in that order. */
  public Map<String, Double> figures() {
    return figures;
  }
}
