package io.flowstan.cli.analyze;

/**
 * A host's flows in each five minutes as far as their variance needs them: one count is open, the
 * closed ones are a sum of squares. A flow that ends before the open five minutes, as in a table
 * whose time runs backwards, counts as if it ended in them.
 */
final class FiveMinuteCounts {
  private static final long BIN_SECONDS = 300;

  private long openBin = Long.MIN_VALUE;
  private long open;
  private double closedSquares;
  private long flows;

  /** The five minutes that hold a second, counted from the epoch. */
  static long bin(long epochSecond) {
    return Math.floorDiv(epochSecond, BIN_SECONDS);
  }

  /** Counts one flow that ends in {@code epochSecond}. */
  void add(long epochSecond) {
    long bin = bin(epochSecond);
    if (bin > openBin) {
      closedSquares += (double) open * open;
      open = 0;
      openBin = bin;
    }
    open++;
    flows++;
  }

  /**
   * The Fano factor, the variance (of a sample, by bins - 1) of the counts by their mean: 1 for a
   * Poisson process. Empty five minutes count.
   *
   * @param bins number of five minutes from the start of the table to its end
   * @return NaN where there are fewer than two bins or no flow
   */
  double fanoFactor(long bins) {
    if (bins < 2 || flows == 0) {
      return Double.NaN;
    }
    double mean = (double) flows / bins;
    double squares = closedSquares + (double) open * open;
    return (squares - bins * mean * mean) / (bins - 1) / mean;
  }
}
