package io.flowstan.trainer.law;

/**
 * A whole number from a logistic distribution over ln n, discretised and truncated: one component
 * of the network's mixtures (formula in {@code LogisticMixture}), here in double precision.
 *
 * <p>With F the logistic distribution function, n in [lo, hi] has the probability
 *
 * <pre>(F((ln(n+1) - m)/s) - F((ln n - m)/s)) / (F((ln(hi+1) - m)/s) - F((ln lo - m)/s)).</pre>
 *
 * @param centre m
 * @param scale s
 */
record LogisticNumber(double centre, double scale, int lo, int hi) {

  double probability(int n) {
    return n < lo || n > hi ? 0 : (below(n + 1) - below(n)) / (below(hi + 1) - below(lo));
  }

  /** The number at {@code u}, uniform on [0, 1). */
  int draw(double u) {
    double p = below(lo) + u * (below(hi + 1) - below(lo));
    int n = (int) Math.floor(Math.exp(centre + scale * Math.log(p / (1 - p))));
    return Math.max(lo, Math.min(hi, n));
  }

  private double below(int n) {
    return 1 / (1 + Math.exp((centre - Math.log(n)) / scale));
  }
}
