package io.flowstan.trainer.metric.twosample;

import io.flowstan.trainer.metric.Resample;

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
    return NeighbourBalls.of(ofOneHost(real), ofOneHost(other), k).of(Resample.whole(1, 1));
  }

  private static NeighbourBalls.Points ofOneHost(double[][] rows) {
    return new NeighbourBalls.Points(rows, new int[rows.length], 1);
  }
}
