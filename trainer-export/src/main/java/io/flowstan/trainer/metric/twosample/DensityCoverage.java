package io.flowstan.trainer.metric.twosample;

/**
 * How the points of one sample lie among those of another: density and coverage (Naeem et al., ICML
 * 2020, arXiv 2002.09797, section 3.2). With B(X_i) the open ball around real point X_i that
 * reaches its k-th nearest real neighbour, and M other points Y_j:
 *
 * <pre>
 * density  = 1/(k M) sum_j sum_i 1[Y_j in B(X_i)]
 * coverage = 1/N     sum_i 1[some Y_j in B(X_i)]
 * </pre>
 *
 * <p>Balls are open, as in the authors' code: a point that occurs more than k times has an empty
 * one.
 *
 * @param density 1 where both samples come from the same process; above 1 where the other points
 *     crowd where real points are dense
 * @param coverage at most 1; 1 - 2^-k where both are large and come from the same process
 */
public record DensityCoverage(double density, double coverage) {

  /**
   * Of {@code other} points among {@code real} ones, both float64 [points, features].
   *
   * @param k which neighbour bounds a ball, from 1; less than the number of real points
   */
  public static DensityCoverage of(double[][] real, double[][] other, int k) {
    if (k < 1 || k >= real.length || other.length == 0) {
      throw new IllegalArgumentException(
          "density of %d points among %d real ones with k = %d: expected k in 1..%d and a point"
              .formatted(other.length, real.length, k, real.length - 1));
    }
    long inBalls = 0;
    int covered = 0;
    double[] nearest = new double[k];
    for (int i = 0; i < real.length; i++) {
      double radius = squaredRadius(real, i, nearest);
      int inBall = 0;
      for (double[] point : other) {
        if (squaredDistance(real[i], point, radius) < radius) {
          inBall++;
        }
      }
      inBalls += inBall;
      covered += inBall > 0 ? 1 : 0;
    }
    return new DensityCoverage((double) inBalls / k / other.length, (double) covered / real.length);
  }

  /** Squared distance of real point {@code i} to its k-th neighbour; k is nearest's length. */
  private static double squaredRadius(double[][] real, int i, double[] nearest) {
    java.util.Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int last = nearest.length - 1;
    for (int j = 0; j < real.length; j++) {
      if (j == i) {
        continue;
      }
      double distance = squaredDistance(real[i], real[j], nearest[last]);
      int place = last;
      if (distance >= nearest[last]) {
        continue;
      }
      while (place > 0 && nearest[place - 1] > distance) {
        nearest[place] = nearest[place - 1];
        place--;
      }
      nearest[place] = distance;
    }
    return nearest[last];
  }

  /** The squared distance, or any number from {@code enough} on where it is not below that. */
  private static double squaredDistance(double[] a, double[] b, double enough) {
    double sum = 0;
    for (int i = 0; i < a.length && sum < enough; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
