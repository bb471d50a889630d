package io.flowstan.cli.analyze;

/**
 * The autocorrelation of a series at a few lags, in one pass and without the series: running sums
 * and a ring of the last values.
 *
 * <p>With the series' mean m, <br>
 * r(k) = sum over t >= k of (x(t) - m)(x(t - k) - m) / sum over t of (x(t) - m)^2 <br>
 * (Box, Jenkins, Reinsel: Time Series Analysis, 2.1.5). The mean is known only at the end, so the
 * numerator is multiplied out: sum of x(t) x(t - k), minus m times the sum of all but the first k
 * and of all but the last k values, plus (n - k) m^2. Values are taken relative to the first one,
 * which changes nothing but rounding.
 */
final class LagSums {
  private static final int[] LAGS = {1, 2, 5, 10, 20, 50};
  private static final int MAX_LAG = 50;

  private final double[] ring = new double[MAX_LAG];

  /** By lag the sum of x(t) x(t - lag). */
  private final double[] products = new double[LAGS.length];

  /** By lag the sum of the first {@code lag} values. */
  private final double[] heads = new double[LAGS.length];

  private long count;
  private int next;
  private double origin;
  private double sum;
  private double squares;

  /** The lags, in flows. */
  static int[] lags() {
    return LAGS.clone();
  }

  /** Takes the next value of the series. */
  void add(double value) {
    if (count == 0) {
      origin = value;
    }
    double x = value - origin;
    for (int i = 0; i < LAGS.length; i++) {
      if (count < LAGS[i]) {
        heads[i] += x;
      } else {
        products[i] += x * ring[back(LAGS[i])];
      }
    }
    ring[next] = x;
    next = next + 1 == MAX_LAG ? 0 : next + 1;
    sum += x;
    squares += x * x;
    count++;
  }

  /** Number of values taken. */
  long count() {
    return count;
  }

  /**
   * The autocorrelation at {@code lags()[index]}; NaN for a constant series and for one that is no
   * longer than the lag.
   */
  double autocorrelation(int index) {
    int lag = LAGS[index];
    double mean = sum / count;
    double variance = squares - count * mean * mean;
    if (count <= lag || variance <= 0) {
      return Double.NaN;
    }
    double tail = 0;
    for (int i = 1; i <= lag; i++) {
      tail += ring[back(i)];
    }
    double covariance =
        products[index] - mean * (2 * sum - heads[index] - tail) + (count - lag) * mean * mean;
    return covariance / variance;
  }

  /** Where the value {@code steps} before the next one is, 1..50. */
  private int back(int steps) {
    int at = next - steps;
    return at < 0 ? at + MAX_LAG : at;
  }
}
