package io.flowstan.trainer.metric.twosample;

import io.flowstan.trainer.metric.Resample;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The balls around real points that reach their k-th real neighbour, and which other points lie in
 * them, host by host: hosts can be drawn again, while the balls stay.
 */
final class NeighbourBalls {
  private final int neighbour;
  private final int[] realHosts;

  /** Other points by host, in the order of their table. */
  private final int[] points;

  /** By real host and other host, pairs of a ball of the one and a point of the other in it. */
  private final long[][] inside;

  /** By real point the other hosts that have a point in its ball. */
  private final BitSet[] reachedBy;

  private NeighbourBalls(int neighbour, int[] realHosts, int realHostCount, int otherHostCount) {
    this.neighbour = neighbour;
    this.realHosts = realHosts;
    points = new int[otherHostCount];
    inside = new long[realHostCount][otherHostCount];
    reachedBy = new BitSet[realHosts.length];
  }

  /** Points, and the place of each one's host in its table. */
  record Points(double[][] rows, int[] hosts, int hostCount) {}

  /**
   * The balls of {@code real}.
   *
   * @param k which neighbour bounds a ball, from 1; less than the number of real points
   */
  static NeighbourBalls of(Points real, Points other, int k) {
    if (k < 1 || k >= real.rows().length || other.rows().length == 0) {
      throw new IllegalArgumentException(
          "density of %d points among %d real ones with k = %d: expected k in 1..%d and a point"
              .formatted(other.rows().length, real.rows().length, k, real.rows().length - 1));
    }
    NeighbourBalls balls = new NeighbourBalls(k, real.hosts(), real.hostCount(), other.hostCount());
    for (int host : other.hosts()) {
      balls.points[host]++;
    }
    double[] nearest = new double[k];
    for (int i = 0; i < real.rows().length; i++) {
      double radius = squaredRadius(real.rows(), i, nearest);
      balls.reachedBy[i] = new BitSet();
      for (int j = 0; j < other.rows().length; j++) {
        if (squaredDistance(real.rows()[i], other.rows()[j], radius) < radius) {
          balls.inside[real.hosts()[i]][other.hosts()[j]]++;
          balls.reachedBy[i].set(other.hosts()[j]);
        }
      }
    }
    return balls;
  }

  /** Density and coverage where each host counts as often as it was drawn; NaN without points. */
  DensityCoverage of(Resample drawn) {
    double inBalls = 0;
    for (int i = 0; i < inside.length; i++) {
      for (int j = 0; j < points.length; j++) {
        inBalls += (double) drawn.real()[i] * drawn.other()[j] * inside[i][j];
      }
    }
    long others = 0;
    for (int j = 0; j < points.length; j++) {
      others += (long) drawn.other()[j] * points[j];
    }
    BitSet there = new BitSet();
    for (int j = 0; j < points.length; j++) {
      there.set(j, drawn.other()[j] > 0);
    }
    long balls = 0;
    long reached = 0;
    for (int i = 0; i < realHosts.length; i++) {
      int times = drawn.real()[realHosts[i]];
      balls += times;
      reached += reachedBy[i].intersects(there) ? times : 0;
    }
    // among twice as many real points a ball of the same radius holds twice as many
    double perBall = (double) neighbour * balls / realHosts.length;
    return new DensityCoverage(inBalls / perBall / others, (double) reached / balls);
  }

  /** Squared distance of real point {@code i} to its k-th neighbour; k is nearest's length. */
  private static double squaredRadius(double[][] real, int i, double[] nearest) {
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
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
