package io.flowstan.trainer.metric.marginal;

import io.flowstan.reference.JensenShannon;

/**
 * Distances between two distributions that are given as counts over the same bins. The counts need
 * not have the same total; all figures are in nats or in the unit of the bins' width.
 */
public final class Divergence {
  /**
   * Pseudo-count of every occupied bin in {@link #kullbackLeibler}: one half, the estimator of
   * Krichevsky and Trofimov, "The performance of universal encoding", IEEE Transactions on
   * Information Theory 27(2), 1981.
   */
  public static final double PSEUDO_COUNT = 0.5;

  private Divergence() {}

  /** The divergence of {@link JensenShannon}, 0 to ln 2; both sides must have rows. */
  public static double jensenShannon(long[] first, long[] second) {
    requireRows(first, second);
    requireRows(second, first);
    return JensenShannon.nats(first, second);
  }

  /**
   * Kullback-Leibler divergence in nats of {@code other} from {@code real}, finite because {@value
   * #PSEUDO_COUNT} is added, on both sides, to every bin that either side has been in:
   *
   * <pre>KL = sum p ln(p / q),  p = (real + 1/2) / (N + K/2), q likewise, K such bins</pre>
   */
  public static double kullbackLeibler(long[] real, long[] other) {
    double realTotal = total(real, other);
    double otherTotal = total(other, real);
    int occupied = 0;
    for (int bin = 0; bin < real.length; bin++) {
      occupied += real[bin] + other[bin] > 0 ? 1 : 0;
    }
    double sum = 0;
    for (int bin = 0; bin < real.length; bin++) {
      if (real[bin] + other[bin] > 0) {
        double p = (real[bin] + PSEUDO_COUNT) / (realTotal + PSEUDO_COUNT * occupied);
        double q = (other[bin] + PSEUDO_COUNT) / (otherTotal + PSEUDO_COUNT * occupied);
        sum += p * Math.log(p / q);
      }
    }
    return Math.max(0, sum);
  }

  /**
   * 1-Wasserstein distance on a line of bins {@code width} wide, in the unit of the width
   * (Vallender, "Calculation of the Wasserstein distance between probability distributions on the
   * line", Theory of Probability and its Applications 18(4), 1974):
   *
   * <pre>W1 = width * sum over bins |F - G|,  F and G the distribution functions</pre>
   */
  public static double wasserstein(long[] first, long[] second, double width) {
    double firstTotal = total(first, second);
    double secondTotal = total(second, first);
    long firstBelow = 0;
    long secondBelow = 0;
    double sum = 0;
    for (int bin = 0; bin < first.length; bin++) {
      firstBelow += first[bin];
      secondBelow += second[bin];
      sum += Math.abs(firstBelow / firstTotal - secondBelow / secondTotal);
    }
    return sum * width;
  }

  private static void requireRows(long[] counts, long[] others) {
    var unused = total(counts, others);
  }

  private static double total(long[] counts, long[] others) {
    if (counts.length != others.length) {
      throw new IllegalArgumentException(
          "divergence of " + counts.length + " and " + others.length + " bins: expected the same");
    }
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    if (total == 0) {
      throw new IllegalArgumentException("divergence of no rows: expected at least one a side");
    }
    return total;
  }
}
