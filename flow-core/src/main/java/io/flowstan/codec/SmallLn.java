package io.flowstan.codec;

/** ln(1 + n), of small whole numbers from a table: a step of one host asks for five of them. */
final class SmallLn {
  private static final double[] TABLE = new double[4_096];

  static {
    for (int n = 0; n < TABLE.length; n++) {
      TABLE[n] = Math.log1p(n);
    }
  }

  private SmallLn() {}

  /** ln(1 + n), {@code n} at least 0. */
  static double ofOnePlus(long n) {
    return n < TABLE.length ? TABLE[(int) n] : Math.log1p((double) n);
  }
}
