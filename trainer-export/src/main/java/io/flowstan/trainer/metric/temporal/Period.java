package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;

/** A part of a table's time and what the flows that end in it are like. */
final class Period {
  private static final int BINS = 63;

  private final long fromSecond;
  private final long toSecond;
  private final long[] flowsBySize = new long[BINS];
  private long flows;
  private long sameSecond;
  private long newPeers;

  /**
   * @param fromSecond its beginning, seconds since the epoch
   * @param seconds its length
   */
  Period(long fromSecond, long seconds) {
    this.fromSecond = fromSecond;
    this.toSecond = fromSecond + seconds;
  }

  /** Counts {@code flow} if it ends in this period. */
  void add(Flow flow, boolean inSameSecond, boolean withNewPeer) {
    if (flow.endSecond() >= fromSecond && flow.endSecond() < toSecond) {
      flows++;
      sameSecond += inSameSecond ? 1 : 0;
      newPeers += withNewPeer ? 1 : 0;
      flowsBySize[BINS - Long.numberOfLeadingZeros(flow.bytes())]++;
    }
  }

  long flows() {
    return flows;
  }

  double sameSecondShare() {
    return (double) sameSecond / flows;
  }

  double newPeerShare() {
    return (double) newPeers / flows;
  }

  /**
   * Jensen-Shannon divergence of ln(bytes) in bins of width ln 2, nats:
   *
   * <pre>
   *   JS = sum_i (p_i ln(p_i / m_i) + q_i ln(q_i / m_i)) / 2,   m = (p + q) / 2
   * </pre>
   *
   * Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information
   * Theory 37 (1991), equation 3.1 with equal weights.
   */
  double divergenceOfBytes(Period other) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double p = (double) flowsBySize[bin] / flows;
      double q = (double) other.flowsBySize[bin] / other.flows;
      sum += toMiddle(p, q) + toMiddle(q, p);
    }
    return sum / 2;
  }

  private static double toMiddle(double p, double q) {
    return p == 0 ? 0 : p * Math.log(2 * p / (p + q));
  }
}
