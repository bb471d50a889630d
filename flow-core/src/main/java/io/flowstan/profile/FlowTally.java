package io.flowstan.profile;

import io.flowstan.flow.Flow;
import java.nio.ByteBuffer;

/** How many of a host's flows there are so far, in all and of each {@link FlowShare}. */
public final class FlowTally {
  private static final FlowShare[] SHARES = FlowShare.values();

  private final long[] counts = new long[SHARES.length];
  private long flows;
  private long lastSecond = Long.MIN_VALUE;

  /**
   * Counts a flow of {@code host}; flows come in the order of their ends.
   *
   * @param tie how its peer stands to the host
   */
  public void add(Flow flow, int host, PeerTie tie) {
    long kinds = FlowShare.columns(flow, host, tie, lastSecond);
    while (kinds != 0) {
      counts[Long.numberOfTrailingZeros(kinds)]++;
      kinds &= kinds - 1;
    }
    flows++;
    lastSecond = flow.endSecond();
  }

  /** Flows counted. */
  public long flows() {
    return flows;
  }

  /** Flows counted that are of the kind {@code share}. */
  public long flows(FlowShare share) {
    return counts[share.column()];
  }

  /** ln of the odds of {@code share} among the flows counted. */
  public double logOdds(FlowShare share) {
    return logOdds((double) flows(share), (double) flows);
  }

  /** ln of the odds of a share of {@code part} in {@code all} flows, half a flow added to both. */
  public static double logOdds(double part, double all) {
    return Math.log((part + 0.5) / (all - part + 0.5));
  }

  /** How far the {@link #logOdds} of {@code part} lie above those of {@code other}. */
  public static double logOddsRatio(double part, double other, double all) {
    return Math.log((part + 0.5) * (all - other + 0.5) / ((all - part + 0.5) * (other + 0.5)));
  }

  /** Number of bytes of {@link #write}. */
  public static int bytes() {
    return (SHARES.length + 2) * Long.BYTES;
  }

  /** Writes the counts. */
  public void write(ByteBuffer out) {
    out.putLong(flows).putLong(lastSecond);
    for (long count : counts) {
      out.putLong(count);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static FlowTally read(ByteBuffer in) {
    FlowTally tally = new FlowTally();
    tally.flows = in.getLong();
    tally.lastSecond = in.getLong();
    for (int i = 0; i < tally.counts.length; i++) {
      tally.counts[i] = in.getLong();
    }
    return tally;
  }
}
