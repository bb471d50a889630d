package io.flowstan.profile;

/**
 * Natural logarithms for what is computed thirty times a flow: from a table of {@value #ENTRIES}
 * numbers between 1 and 2 and three terms of the series around the nearest one, off by at most
 * 1e-12, and 0 for 1. Plain arithmetic, so that every JVM gives the same bits.
 */
final class QuickLn {
  private static final int BITS = 9;
  private static final int ENTRIES = 1 << BITS;
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final double LN_2 = StrictMath.log(2);
  private static final double[] LN = new double[ENTRIES + 1];
  private static final double[] INVERSE = new double[ENTRIES + 1];

  static {
    for (int i = 0; i <= ENTRIES; i++) {
      double node = 1 + (double) i / ENTRIES;
      LN[i] = StrictMath.log(node);
      INVERSE[i] = 1 / node;
    }
  }

  private QuickLn() {}

  /**
   * ln of {@code x}.
   *
   * @param x a normal number above 0
   */
  static double of(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> MANTISSA_BITS) - BIAS;
    long fraction = bits & ((1L << MANTISSA_BITS) - 1);
    int entry = (int) ((fraction >>> (MANTISSA_BITS - BITS - 1)) + 1) >> 1;
    double mantissa = Double.longBitsToDouble(fraction | (long) BIAS << MANTISSA_BITS);
    double r = mantissa * INVERSE[entry] - 1;
    return exponent * LN_2 + (LN[entry] + r * (1 + r * (r * (1.0 / 3) - 0.5)));
  }
}
