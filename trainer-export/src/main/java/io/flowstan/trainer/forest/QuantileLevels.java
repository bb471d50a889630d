package io.flowstan.trainer.forest;

import java.util.Arrays;

/**
 * Rounding of features to few levels of about equally many rows, as histogram-based trees do (Ke et
 * al., "LightGBM", NeurIPS 2017, 2.1): a tree then has few thresholds to try. A feature with no
 * more values than levels keeps them all.
 */
public final class QuantileLevels {
  /** By feature, ascending: the smallest value of each level but the first. */
  private final double[][] cuts;

  private QuantileLevels(double[][] cuts) {
    this.cuts = cuts;
  }

  /** The levels of {@code rows}, of which there is at least one; all have the same features. */
  public static QuantileLevels fit(double[][] rows, int levels) {
    double[][] cuts = new double[rows[0].length][];
    double[] sorted = new double[rows.length];
    for (int feature = 0; feature < cuts.length; feature++) {
      for (int i = 0; i < rows.length; i++) {
        sorted[i] = rows[i][feature];
      }
      Arrays.sort(sorted);
      cuts[feature] = cuts(sorted, levels);
    }
    return new QuantileLevels(cuts);
  }

  private static double[] cuts(double[] sorted, int levels) {
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length <= levels) {
      return Arrays.copyOfRange(distinct, 1, distinct.length);
    }
    return java.util.stream.IntStream.range(1, levels)
        .mapToDouble(level -> sorted[(int) ((long) level * sorted.length / levels)])
        .distinct()
        .filter(cut -> cut > sorted[0])
        .toArray();
  }

  /** The level, from 0, of {@code value} of {@code feature}. */
  public int level(int feature, double value) {
    int found = Arrays.binarySearch(cuts[feature], value);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Number of levels of {@code feature}. */
  public int levels(int feature) {
    return cuts[feature].length + 1;
  }

  /** The levels of {@code row}. */
  double[] of(double[] row) {
    double[] levels = new double[row.length];
    for (int feature = 0; feature < row.length; feature++) {
      levels[feature] = level(feature, row[feature]);
    }
    return levels;
  }
}
