package io.flowstan.codec;

/**
 * Ages and counts on a logarithmic scale: 22 ln(1 + n), rounded, at most 255. A step of one host
 * looks up a hundred of them, so they come from tables that stay in the cache: by the place of the
 * number's first bit and the {@value #BITS} bits behind it, the least of its value and where the
 * next one begins, of which there is no second so close by.
 */
final class AgeScale {
  private static final int MOST = 255;
  private static final int BITS = 6;
  private static final int FEW = 1 << BITS;

  /** All numbers from here on are {@link #MOST}. */
  private static final int LONG = 1 << 17;

  private static final int ENTRIES = entry(LONG - 1) + 1;
  private static final byte[] SMALL = new byte[FEW];
  private static final byte[] LEAST = new byte[ENTRIES];
  private static final int[] NEXT = new int[ENTRIES];

  static {
    for (int n = 0; n < FEW; n++) {
      SMALL[n] = (byte) exact(n);
    }
    for (int n = FEW; n < LONG; n++) {
      int entry = entry(n);
      boolean isFirst = n == FEW || entry(n - 1) != entry;
      if (isFirst) {
        LEAST[entry] = (byte) exact(n);
        NEXT[entry] = LONG;
      } else if (exact(n) > exact(n - 1)) {
        NEXT[entry] = n;
      }
    }
  }

  private AgeScale() {}

  /** The unsigned byte of {@code n}, at least 0. */
  static int of(long n) {
    if (n >= LONG) {
      return MOST;
    }
    int age = (int) n;
    if (age < FEW) {
      return SMALL[age] & MOST;
    }
    int entry = entry(age);
    return (LEAST[entry] & MOST) + (age >= NEXT[entry] ? 1 : 0);
  }

  private static int entry(int n) {
    int shift = Integer.SIZE - 1 - BITS - Integer.numberOfLeadingZeros(n);
    return (shift << BITS) + (n >>> shift) - FEW;
  }

  private static int exact(int n) {
    return (int) Math.min(MOST, Math.round(22 * Math.log1p(n)));
  }
}
