package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.marginal.Divergence;
import java.util.Arrays;

/**
 * What the flows that end in a period are like: how many come in the second of the one before and
 * have a new peer, and their bytes.
 *
 * @param bySize flows by ln(bytes) in bins of width ln 2
 */
record PeriodCounts(long sameSecond, long newPeers, long[] bySize) {
  private static final int BINS = 63;
  private static final int SAME_SECOND = BINS;
  private static final int NEW_PEER = BINS + 1;

  /** Classes of a period among those of several, one period after the other. */
  static final int CLASSES = BINS + 2;

  /** Counts {@code flow} in the period with the number {@code period}. */
  static void add(
      HostCounts.Builder counts, int period, Flow flow, boolean sameSecond, boolean newPeer) {
    int first = period * CLASSES;
    counts.add(first + BINS - Long.numberOfLeadingZeros(flow.bytes()));
    counts.add(first + SAME_SECOND, sameSecond ? 1 : 0);
    counts.add(first + NEW_PEER, newPeer ? 1 : 0);
  }

  /** The period with the number {@code period} among {@code counts}. */
  static PeriodCounts of(long[] counts, int period) {
    int first = period * CLASSES;
    return new PeriodCounts(
        counts[first + SAME_SECOND],
        counts[first + NEW_PEER],
        Arrays.copyOfRange(counts, first, first + BINS));
  }

  long flows() {
    return Arrays.stream(bySize).sum();
  }

  double sameSecondShare() {
    return (double) sameSecond / flows();
  }

  double newPeerShare() {
    return (double) newPeers / flows();
  }

  /** Jensen-Shannon divergence of the bytes, nats. */
  double divergenceOfBytes(PeriodCounts other) {
    return Divergence.jensenShannon(bySize, other.bySize);
  }
}
