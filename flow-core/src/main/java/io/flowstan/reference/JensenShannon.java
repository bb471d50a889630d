package io.flowstan.reference;

/**
 * Jensen-Shannon divergence of two histograms over the same bins, in nats, 0 to ln 2 (Lin,
 * "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory
 * 37(1), 1991):
 *
 * <pre>JS = 1/2 sum p ln(p / m) + 1/2 sum q ln(q / m),  m = (p + q) / 2</pre>
 */
public final class JensenShannon {
  private JensenShannon() {}

  /** The divergence; NaN where one of them has no counts. They need not have the same total. */
  public static double nats(long[] first, long[] second) {
    double firstTotal = total(first);
    double secondTotal = total(second);
    if (firstTotal == 0 || secondTotal == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int bin = 0; bin < first.length; bin++) {
      double p = first[bin] / firstTotal;
      double q = second[bin] / secondTotal;
      double middle = (p + q) / 2;
      sum += p > 0 ? p * Math.log(p / middle) : 0;
      sum += q > 0 ? q * Math.log(q / middle) : 0;
    }
    return Math.max(0, sum / 2);
  }

  private static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
