package io.flowstan.trainer.stan;

import org.hipparchus.special.Erf;

/**
 * The probability that a mixture of Gaussians gives a whole number of a magnitude's range.
 *
 * <p>With F its distribution function and z the column's scale, {@code P(n) = (1 - e) (F(z(n +
 * 1/2)) - F(z(n - 1/2))) / (F(z(most + 1/2)) - F(z(least - 1/2))) + e U(n)}. The escape e goes to a
 * log-uniform distribution U, as in the independent mixtures, so that no number costs without
 * bound. The probabilities sum to 1.
 */
final class MixtureCells {
  /** Beyond so many deviations of sqrt(2) less than 1e-16 is left. */
  private static final double NOTHING_LEFT = 6;

  /** A mixture with less than this in the range tells nothing: then all is escape. */
  private static final double LEAST_WITHIN = 1e-12;

  private final double escape;

  /**
   * @param escape share of the log-uniform distribution, above 0
   */
  MixtureCells(double escape) {
    if (!(escape > 0 && escape < 1)) {
      throw new IllegalArgumentException("escape = " + escape + ": expected 0 < escape < 1");
    }
    this.escape = escape;
  }

  /**
   * -ln P(n).
   *
   * @param n a number of the range
   * @param mixture ln weights, means and deviations from {@code at} on, as the graph gives them
   */
  double nats(StanNumber number, long n, float[] mixture, int at) {
    double low = number.scaled(n - 0.5);
    double high = number.scaled(n + 0.5);
    double within =
        mass(mixture, at, number.scaled(number.least() - 0.5), number.scaled(number.most() + 0.5));
    double spread = logUniform(number, n);
    if (within < LEAST_WITHIN) {
      return -Math.log(spread);
    }
    double near = mass(mixture, at, low, high) / within;
    return -Math.log((1 - escape) * near + escape * spread);
  }

  private static double mass(float[] mixture, int at, double from, double to) {
    int k = StanNumber.COMPONENTS;
    double sum = 0;
    for (int i = at; i < at + k; i++) {
      double scale = 1 / (mixture[i + 2 * k] * Math.sqrt(2));
      double low = (from - mixture[i + k]) * scale;
      double high = (to - mixture[i + k]) * scale;
      if (low <= NOTHING_LEFT && high >= -NOTHING_LEFT) {
        sum += Math.exp(mixture[i]) * 0.5 * Erf.erf(low, high);
      }
    }
    return sum;
  }

  private static double logUniform(StanNumber number, long n) {
    double first = n - number.least() + 1.0;
    double all = number.most() - number.least() + 2.0;
    return Math.log1p(1 / first) / Math.log(all);
  }
}
