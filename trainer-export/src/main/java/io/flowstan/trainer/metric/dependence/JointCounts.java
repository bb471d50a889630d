package io.flowstan.trainer.metric.dependence;

/**
 * The contingency table of two columns of classes: how many rows have each pair of classes.
 *
 * @param firstClasses number of classes of the first column
 * @param secondClasses number of classes of the second
 * @param counts rows by pair, int64 [firstClasses, secondClasses], row-major
 */
record JointCounts(int firstClasses, int secondClasses, long[] counts) {

  JointCounts {
    if (counts.length != firstClasses * secondClasses) {
      throw new IllegalArgumentException(
          "joint counts: " + counts.length + " pairs: expected " + firstClasses * secondClasses);
    }
  }

  /**
   * Normalised mutual information, 0 to 1 (Strehl and Ghosh, "Cluster ensembles", Journal of
   * Machine Learning Research 3, 2002, equation 2):
   *
   * <pre>NMI = I(X; Y) / sqrt(H(X) H(Y)),  I = H(X) + H(Y) - H(X, Y)</pre>
   *
   * <p>0 where a column is constant, which tells nothing of the other one.
   */
  double normalisedMutualInformation() {
    long[] first = new long[firstClasses];
    long[] second = new long[secondClasses];
    for (int pair = 0; pair < counts.length; pair++) {
      first[pair / secondClasses] += counts[pair];
      second[pair % secondClasses] += counts[pair];
    }
    double ofFirst = entropy(first);
    double ofSecond = entropy(second);
    if (ofFirst <= 0 || ofSecond <= 0) {
      return 0;
    }
    double information = Math.max(0, ofFirst + ofSecond - entropy(counts));
    return Math.min(1, information / Math.sqrt(ofFirst * ofSecond));
  }

  /** Total variation distance of two tables of the same shape: 1/2 sum |p - q|, 0 to 1. */
  double totalVariation(JointCounts other) {
    if (firstClasses != other.firstClasses || secondClasses != other.secondClasses) {
      throw new IllegalArgumentException("total variation of two shapes: expected the same");
    }
    double total = total(counts);
    double otherTotal = total(other.counts);
    double sum = 0;
    for (int pair = 0; pair < counts.length; pair++) {
      sum += Math.abs(counts[pair] / total - other.counts[pair] / otherTotal);
    }
    return sum / 2;
  }

  /** Entropy of shares, nats: ln N - 1/N sum c ln c. */
  private static double entropy(long[] counts) {
    double total = total(counts);
    double sum = 0;
    for (long count : counts) {
      sum += count > 1 ? count * Math.log((double) count) : 0;
    }
    return Math.log(total) - sum / total;
  }

  private static double total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    if (total == 0) {
      throw new IllegalArgumentException("joint counts of no rows: expected at least one");
    }
    return total;
  }
}
