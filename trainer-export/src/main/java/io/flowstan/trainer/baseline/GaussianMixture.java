package io.flowstan.trainer.baseline;

import java.util.Arrays;
import org.hipparchus.special.Erf;

/**
 * A mixture of normal distributions on the line, fitted by expectation-maximisation (Dempster,
 * Laird and Rubin, J. R. Statist. Soc. B 39, 1977). Hipparchus' own takes two dimensions or more.
 *
 * @param weights of the components, their sum is 1
 * @param means of the components
 * @param deviations standard deviations of the components, at least {@link #LEAST_DEVIATION}
 */
record GaussianMixture(double[] weights, double[] means, double[] deviations) {
  /** Keeps a component from closing in on a single point, where the likelihood has no bound. */
  static final double LEAST_DEVIATION = 0.005;

  private static final int MOST_ITERATIONS = 200;
  private static final double LEAST_GAIN = 1e-7;

  /**
   * Fits {@code components} to {@code points}, each as often as its count.
   *
   * <p>E: {@code r_ik = w_k N(x_i; m_k, s_k) / sum_j w_j N(x_i; m_j, s_j)}; M: {@code w_k = sum_i
   * r_ik / n}, {@code m_k = sum_i r_ik x_i / (n w_k)}, {@code s_k^2 = sum_i r_ik (x_i - m_k)^2 / (n
   * w_k)}. It starts at the quantiles (k + 1/2) / K and stops where an iteration gains less than
   * 1e-7 nats a point.
   *
   * @param points ascending, at least one
   */
  static GaussianMixture fit(double[] points, long[] counts, int components) {
    GaussianMixture mixture = start(points, counts, components);
    double last = Double.NEGATIVE_INFINITY;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double likelihood = mixture.improve(points, counts);
      if (likelihood - last < LEAST_GAIN) {
        break;
      }
      last = likelihood;
    }
    return mixture;
  }

  int components() {
    return weights.length;
  }

  /** Probability of {@code from < x <= to}. */
  double probability(double from, double to) {
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      double scale = 1 / (deviations[k] * Math.sqrt(2));
      double low = (from - means[k]) * scale;
      double high = (to - means[k]) * scale;
      // beyond six deviations of sqrt(2) less than 1e-16 is left
      sum += low > 6 || high < -6 ? 0 : weights[k] * 0.5 * Erf.erf(low, high);
    }
    return sum;
  }

  double draw(Draws draws) {
    double u = draws.uniform();
    int k = 0;
    while (k < weights.length - 1 && u >= weights[k]) {
      u -= weights[k++];
    }
    return means[k] + deviations[k] * draws.normal();
  }

  private static GaussianMixture start(double[] points, long[] counts, int components) {
    double total = 0;
    double mean = 0;
    for (int i = 0; i < points.length; i++) {
      total += counts[i];
      mean += counts[i] * points[i];
    }
    mean /= total;
    double square = 0;
    for (int i = 0; i < points.length; i++) {
      square += counts[i] * (points[i] - mean) * (points[i] - mean);
    }
    double[] weights = new double[components];
    double[] means = new double[components];
    double[] deviations = new double[components];
    Arrays.fill(weights, 1.0 / components);
    Arrays.fill(deviations, Math.max(LEAST_DEVIATION, Math.sqrt(square / total) / components));
    double cumulated = 0;
    int at = -1;
    for (int k = 0; k < components; k++) {
      while (cumulated <= (k + 0.5) / components * total && at < points.length - 1) {
        cumulated += counts[++at];
      }
      means[k] = points[at];
    }
    return new GaussianMixture(weights, means, deviations);
  }

  /** One iteration; returns the mean log density of the points before it. */
  private double improve(double[] points, long[] counts) {
    int size = weights.length;
    double[] lnScale = new double[size];
    for (int k = 0; k < size; k++) {
      lnScale[k] = Math.log(weights[k] / (deviations[k] * Math.sqrt(2 * Math.PI)));
    }
    double[] mass = new double[size];
    double[] first = new double[size];
    double[] second = new double[size];
    double[] density = new double[size];
    double likelihood = 0;
    double total = 0;
    for (int i = 0; i < points.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < size; k++) {
        double z = (points[i] - means[k]) / deviations[k];
        density[k] = lnScale[k] - 0.5 * z * z;
        best = Math.max(best, density[k]);
      }
      double sum = 0;
      for (int k = 0; k < size; k++) {
        density[k] = Math.exp(density[k] - best);
        sum += density[k];
      }
      likelihood += counts[i] * (best + Math.log(sum));
      total += counts[i];
      for (int k = 0; k < size; k++) {
        double share = counts[i] * density[k] / sum;
        double offset = points[i] - means[k];
        mass[k] += share;
        first[k] += share * offset;
        second[k] += share * offset * offset;
      }
    }
    for (int k = 0; k < size; k++) {
      weights[k] = mass[k] / total;
      if (mass[k] > 0) {
        // moments about the old mean, so that nothing large cancels
        double shift = first[k] / mass[k];
        means[k] += shift;
        deviations[k] =
            Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, second[k] / mass[k] - shift * shift)));
      }
    }
    return likelihood / total;
  }
}
