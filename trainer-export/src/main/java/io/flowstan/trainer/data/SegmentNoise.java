package io.flowstan.trainer.data;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;
import java.util.Arrays;

/**
 * What the network is misled about in one segment, drawn from the segment's key: see {@link
 * ContextNoise}. Free running feeds a model its own mistakes; a context that is wrong in part, with
 * the host's true flows to predict, teaches it to go by the profile again.
 *
 * @param hidesTicks the three-hour context is absent
 * @param strayTicks closed ticks, the latest ones, that are another host's; 0..36
 * @param firstRow first row of the segment that is another host's
 * @param endRow one behind the last such row; {@code firstRow} where there is none
 */
record SegmentNoise(boolean hidesTicks, int strayTicks, int firstRow, int endRow) {
  private static final SegmentNoise NONE = new SegmentNoise(false, 0, 0, 0);

  /** Longest run of another host's rows: more than the network looks back. */
  private static final int LONGEST_RUN = 48;

  /** Draws the noise of the segment {@code key} of {@code rows} rows. */
  static SegmentNoise draw(ContextNoise noise, long key, int rows) {
    if (noise.equals(ContextNoise.NONE)) {
      return NONE;
    }
    boolean hides = CounterRandom.uniformDouble(key, 0) < noise.absentContext();
    int ticks =
        CounterRandom.uniformDouble(key, 1) < noise.strayContext()
            ? CounterRandom.uniformInt(key, 2, CodecSpec.TICKS) + 1
            : 0;
    if (CounterRandom.uniformDouble(key, 3) >= noise.strayRows()) {
      return new SegmentNoise(hides, ticks, 0, 0);
    }
    int length = 1 + CounterRandom.uniformInt(key, 4, LONGEST_RUN);
    // a run may begin before the segment's first row, and end behind its last
    int begin = CounterRandom.uniformInt(key, 5, rows + length - 1) - length + 1;
    return new SegmentNoise(hides, ticks, Math.max(0, begin), Math.min(rows, begin + length));
  }

  /**
   * The closed ticks as the network sees them.
   *
   * @param own the host's, bytes [36, 10], oldest first
   * @param strangers another host's
   */
  byte[] ticks(byte[] own, byte[] strangers) {
    if (hidesTicks) {
      return new byte[own.length];
    }
    if (strayTicks == 0) {
      return own;
    }
    byte[] seen = Arrays.copyOf(own, own.length);
    int from = (CodecSpec.TICKS - strayTicks) * HostContext.TICK_FEATURES;
    System.arraycopy(strangers, from, seen, from, own.length - from);
    return seen;
  }
}
