package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.FlowRule;
import io.flowstan.trainer.table.Attribute;

/**
 * Bins of equal width in ln(1 + x) from 0 to ln(1 + max), with edges that no table moves; values
 * above the maximum are in the last bin.
 *
 * @param count number of bins
 * @param max the largest number with a place of its own
 */
public record LogBins(int count, long max) implements Bins {
  /** One day: a longer gap is one beyond the day that a table of one day can show. */
  private static final long MAX_GAP_SECONDS = 86_400;

  /** More than 364 seconds, the longest flow, at 300 Mbit/s in packets of 1,500 bytes. */
  private static final long MAX_PACKETS = 10_000_000;

  /** About twice the largest count in UGR'16. */
  private static final long MAX_BYTES = 1L << 32;

  public LogBins {
    if (count < 1 || max < 1) {
      throw new IllegalArgumentException(
          "bins: count = " + count + ", max = " + max + ": expected at least 1 each");
    }
  }

  /** {@code count} bins over the range of {@code attribute}, which must be a number. */
  public static LogBins of(Attribute attribute, int count) {
    return new LogBins(count, max(attribute));
  }

  private static long max(Attribute attribute) {
    return switch (attribute) {
      case GAP -> MAX_GAP_SECONDS;
      case PACKETS -> MAX_PACKETS;
      case BYTES -> MAX_BYTES;
      case DURATION -> FlowRule.MAX_DURATION_MS;
      case DIRECTION, PROTOCOL, HOST_PORT, PEER_PORT, PEER_OCTET, TOS, FLAGS ->
          throw new IllegalArgumentException(
              attribute.title() + " has no logarithmic bins: expected a number");
    };
  }

  /** Width of a bin in units of ln(1 + x). */
  public double width() {
    return Math.log1p((double) max) / count;
  }

  @Override
  public int of(long value) {
    return (int) Math.min(count - 1.0, Math.log1p((double) Math.max(0, value)) / width());
  }
}
