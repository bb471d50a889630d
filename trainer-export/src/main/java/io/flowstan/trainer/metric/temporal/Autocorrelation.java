package io.flowstan.trainer.metric.temporal;

/**
 * The sample autocorrelation of a series.
 *
 * <pre>
 *   r(k) = sum_{t=1..n-k} (x_t - m)(x_{t+k} - m) / sum_{t=1..n} (x_t - m)^2,   m = mean of x
 * </pre>
 *
 * Box, Jenkins, Reinsel, "Time Series Analysis", 3rd edition, equation 2.1.11: divided by the whole
 * sum, so that |r| is at most 1.
 */
final class Autocorrelation {
  private Autocorrelation() {}

  /**
   * The autocorrelation at the lags 1 to {@code lags}.
   *
   * @return [lags], lag 1 first; [0] where it is undefined: the series is constant or not longer
   *     than the largest lag
   */
  static double[] of(double[] series, int lags) {
    if (series.length <= lags || isConstant(series)) {
      return new double[0];
    }
    double[] centred = centred(series);
    double whole = product(centred, 0);
    double[] curve = new double[lags];
    for (int lag = 1; lag <= lags; lag++) {
      curve[lag - 1] = product(centred, lag) / whole;
    }
    return curve;
  }

  private static double product(double[] centred, int lag) {
    double sum = 0;
    for (int t = lag; t < centred.length; t++) {
      sum += centred[t - lag] * centred[t];
    }
    return sum;
  }

  private static double[] centred(double[] series) {
    double sum = 0;
    for (double value : series) {
      sum += value;
    }
    double mean = sum / series.length;
    double[] centred = new double[series.length];
    for (int t = 0; t < series.length; t++) {
      centred[t] = series[t] - mean;
    }
    return centred;
  }

  /** Compared exactly: the rounded mean of equal values leaves a variance just above 0. */
  private static boolean isConstant(double[] series) {
    for (double value : series) {
      if (value != series[0]) {
        return false;
      }
    }
    return true;
  }
}
