package io.flowstan.trainer.metric.twosample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How well scores tell positives from negatives, over all thresholds. */
public final class RocCurve {
  private final double[] negatives;
  private final double[] positives;

  private RocCurve(double[] negatives, double[] positives) {
    this.negatives = negatives;
    this.positives = positives;
  }

  /** The curve of the scores of some negatives and some positives, at least one each. */
  public static RocCurve of(double[] negatives, double[] positives) {
    if (negatives.length == 0 || positives.length == 0) {
      throw new IllegalArgumentException(
          "ROC curve of %d negatives and %d positives: expected at least one each"
              .formatted(negatives.length, positives.length));
    }
    double[] sortedNegatives = negatives.clone();
    double[] sortedPositives = positives.clone();
    Arrays.sort(sortedNegatives);
    Arrays.sort(sortedPositives);
    return new RocCurve(sortedNegatives, sortedPositives);
  }

  /**
   * The area under the curve: P(positive > negative) + P(positive = negative) / 2, the Mann-Whitney
   * statistic with ties averaged over the number of pairs (Hanley and McNeil, Radiology 143, 1982).
   */
  public double auc() {
    double wins = 0;
    int below = 0;
    int notAbove = 0;
    for (double positive : positives) {
      while (below < negatives.length && negatives[below] < positive) {
        below++;
      }
      while (notAbove < negatives.length && negatives[notAbove] <= positive) {
        notAbove++;
      }
      wins += (below + (double) notAbove) / 2;
    }
    return wins / negatives.length / positives.length;
  }

  /** The curve from (0, 0) to (1, 1), one point for each distinct score. */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    int n = negatives.length;
    int p = positives.length;
    while (n > 0 || p > 0) {
      double score =
          Math.max(
              n > 0 ? negatives[n - 1] : Double.NEGATIVE_INFINITY,
              p > 0 ? positives[p - 1] : Double.NEGATIVE_INFINITY);
      while (n > 0 && negatives[n - 1] == score) {
        n--;
      }
      while (p > 0 && positives[p - 1] == score) {
        p--;
      }
      points.add(new Point(1 - (double) n / negatives.length, 1 - (double) p / positives.length));
    }
    return points;
  }

  /**
   * A point of the curve.
   *
   * @param falsePositiveRate share of the negatives that score as high as the threshold
   * @param truePositiveRate share of the positives that do
   */
  public record Point(double falsePositiveRate, double truePositiveRate) {}
}
