package io.flowstan.codec;

/**
 * Ages and counts on a logarithmic scale: 22 ln(1 + n), rounded, at most 255. From a table, because
 * a step of one host looks up a hundred of them.
 */
final class AgeScale {
  private static final int MOST = 255;
  private static final byte[] TABLE = table();

  private AgeScale() {}

  /** The unsigned byte of {@code n}, at least 0. */
  static int of(long n) {
    return n < TABLE.length ? TABLE[(int) n] & MOST : MOST;
  }

  private static byte[] table() {
    byte[] bytes = new byte[1 << 17]; // 255 from 105,681 on
    for (int n = 0; n < bytes.length; n++) {
      bytes[n] = (byte) Math.min(MOST, Math.round(22 * Math.log1p(n)));
    }
    return bytes;
  }
}
