package io.flowstan.random;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Counter-based random numbers: the value at (key, counter) is a pure function of the two, so a
 * stream can be entered anywhere and never needs to be stored.
 *
 * <p>SplitMix64's finaliser (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014) applied to key + counter * golden gamma: the counter-th output of a SplitMix64
 * generator seeded with the key.
 */
public final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  private CounterRandom() {}

  /** 64 random bits at {@code counter} of the stream {@code key}. */
  public static long bits(long key, long counter) {
    return mix(key + (counter + 1) * GOLDEN_GAMMA);
  }

  /** The key of the stream {@code name} below the stream {@code key}. */
  public static long subKey(long key, long name) {
    return mix(bits(key, name) ^ mix(name + GOLDEN_GAMMA));
  }

  /**
   * A float uniform on (0, 1): one of the 2^23 odd multiples of 2^-24, so that {@code 0 < u * x <
   * x} for every normal {@code x} also after rounding. A drawn class is so never one before the
   * first or behind the last that has weight.
   */
  public static float uniform(long key, long counter) {
    return (2 * (bits(key, counter) >>> 41) + 1) * 0x1p-24f;
  }

  /** A double uniform on [0, 1) with 53 bits. */
  public static double uniformDouble(long key, long counter) {
    return (bits(key, counter) >>> 11) * 0x1p-53;
  }

  /** A number of the normal distribution with mean 0 and variance 1, by inversion. */
  public static double normal(long key, long counter) {
    // the middle of the 2^53 steps: never 0, never 1
    return NORMAL.inverseCumulativeProbability(uniformDouble(key, counter) + 0x1p-54);
  }

  /** A whole number uniform on [0, bound), {@code bound >= 1}; bias below 2^-31 for any int. */
  public static int uniformInt(long key, long counter, int bound) {
    return (int) Math.multiplyHigh(bits(key, counter) >>> 1, 2L * bound);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
