package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.table.Attribute;

/**
 * The whole numbers that a flow record allows for an attribute, counted in steps: {@code least ..
 * most}, each {@code step} of the attribute's unit.
 *
 * @param least smallest number of steps
 * @param most largest number of steps; of magnitudes one that doubles still count exactly
 * @param step 4 for durations (ms), which the exporters give on that grid, so that no probability
 *     is lost between; 1 else
 */
record Support(long least, long most, int step) {
  private static final long MOST_SECONDS = Integer.MAX_VALUE;
  private static final long MOST_COUNTED = 1L << 52;
  private static final int OCTET = 255;

  /** What {@code attribute} may be. */
  static Support of(Attribute attribute) {
    return switch (attribute) {
      case GAP -> new Support(0, MOST_SECONDS, 1);
      case DIRECTION -> new Support(0, 1, 1);
      case PROTOCOL, PEER_OCTET, TOS -> new Support(0, OCTET, 1);
      case HOST_PORT, PEER_PORT -> new Support(0, Flow.MAX_PORT, 1);
      case FLAGS -> new Support(0, TcpFlags.ALL, 1);
      case PACKETS, BYTES -> new Support(1, MOST_COUNTED, 1);
      case DURATION ->
          new Support(0, Integer.MAX_VALUE / FlowRule.DURATION_GRID_MS, FlowRule.DURATION_GRID_MS);
    };
  }

  /** The same, of magnitudes up to 16 times the largest seen: what lies beyond counts as that. */
  Support upTo(long largestSeen) {
    return new Support(least, Math.min(most, 16 * (Math.min(largestSeen, most) + 1)), step);
  }

  /** {@code value}, or the nearest number of this support. */
  long clamp(long value) {
    return Math.max(least, Math.min(most, value));
  }
}
