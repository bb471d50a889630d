package io.flowstan.trainer.stan;

import io.flowstan.flow.FlowRule;

/**
 * The magnitudes of a row: their range of whole numbers, and their column, which is about 0 to 1.
 *
 * <p>As in STAN, times are divided by a largest one, and packets and bytes by their largest
 * logarithm. Its largest delta-t is kept; what is above a range counts as its bound.
 */
enum StanNumber {
  /** Seconds. */
  DELTA_T(0, 1_430, false, 128),
  /** Packets, on a logarithmic scale. */
  PACKETS(1, 10_000_000, true, 1e3),
  /** Bytes, on a logarithmic scale. */
  BYTES(1, 1L << 32, true, 1e6),
  /** Steps of 4 ms. */
  DURATION(0, FlowRule.MAX_DURATION_MS / FlowRule.DURATION_GRID_MS, false, 32_000);

  /** Gaussians of a mixture. */
  static final int COMPONENTS = 10;

  /**
   * Least deviation in cells of a linear scale: narrower ones change no probability, but let the
   * density of the values that half of all flows share grow without bound.
   */
  private static final double LEAST_CELLS = 0.25;

  /** Least deviation on a logarithmic scale, natural logarithms. */
  private static final double LEAST_LN = 0.005;

  private final long least;
  private final long most;
  private final boolean logarithmic;
  private final double usual;

  StanNumber(long least, long most, boolean logarithmic, double usual) {
    this.least = least;
    this.most = most;
    this.logarithmic = logarithmic;
    this.usual = usual;
  }

  /** Its place in the order of drawing magnitudes. */
  @SuppressWarnings("EnumOrdinal") // the order of drawing is the order of the constants
  int place() {
    return ordinal();
  }

  /** Smallest number. */
  long least() {
    return least;
  }

  /** Largest number. */
  long most() {
    return most;
  }

  /** Whether the column is a logarithm. */
  boolean logarithmic() {
    return logarithmic;
  }

  /** What the number, or its natural logarithm, is divided by. */
  double divisor() {
    return logarithmic ? Math.log((double) most) : (double) most;
  }

  /** {@code value}, or the nearest number of the range. */
  long bounded(long value) {
    return Math.max(least, Math.min(most, value));
  }

  /** The column of a number, which may lie between two whole ones. */
  double scaled(double number) {
    return (logarithmic ? Math.log(number) : number) / divisor();
  }

  /** The number of a column, not rounded. */
  double unscaled(double column) {
    double value = column * divisor();
    return logarithmic ? Math.exp(value) : value;
  }

  /** ln of the width of the cell from {@code number - 1/2} to {@code number + 1/2}. */
  double lnWidth(long number) {
    return Math.log(scaled(number + 0.5) - scaled(number - 0.5));
  }

  /** Least deviation of a Gaussian, in the column's unit. */
  double leastDeviation() {
    return (logarithmic ? LEAST_LN : LEAST_CELLS) / divisor();
  }

  /** Where the Gaussians' means begin in training: on a logarithmic scale up to a usual number. */
  double[] centres() {
    double[] centres = new double[COMPONENTS];
    for (int k = 0; k < COMPONENTS; k++) {
      double share = k / (COMPONENTS - 1.0);
      centres[k] =
          logarithmic
              ? share * Math.log(usual) / divisor()
              : Math.expm1(share * Math.log1p(usual)) / divisor();
    }
    return centres;
  }

  /** Half of what is between a mean's beginning and its neighbours': the deviations' beginning. */
  double[] spreads() {
    double[] centres = centres();
    double[] spreads = new double[COMPONENTS];
    for (int k = 0; k < COMPONENTS; k++) {
      int before = Math.max(0, k - 1);
      int after = Math.min(COMPONENTS - 1, k + 1);
      double between = (centres[after] - centres[before]) / (after - before);
      spreads[k] = Math.max(2 * leastDeviation(), between / 2);
    }
    return spreads;
  }
}
