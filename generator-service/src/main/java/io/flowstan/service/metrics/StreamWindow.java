package io.flowstan.service.metrics;

import io.flowstan.flow.Flow;
import io.flowstan.reference.FlowAttribute;
import io.flowstan.reference.ReferenceBins;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The flows that one task sent in the last hour of simulated time, counted into the bins of a
 * bundle's reference: twelve slices of five minutes, the running one among them.
 *
 * <p>One thread counts and publishes; any thread may read. A reader sees all that was published,
 * and perhaps some of what was not yet. Counting a flow allocates nothing and takes no lock but
 * when a slice begins.
 */
public final class StreamWindow {
  /** Counts nothing: the window of hosts whose bundle has no reference. */
  static final StreamWindow NONE = new StreamWindow(null);

  private static final int SLICES = 12;
  private static final int SLICE_SECONDS = 300;

  private final @Nullable ReferenceBins bins;
  private final int size;
  private final int[] counts;
  private final long[] flows = new long[SLICES];
  private final Object rolling = new Object();
  private long newest = Long.MIN_VALUE;
  private volatile long published;
  private long counted;

  StreamWindow(@Nullable ReferenceBins bins) {
    this.bins = bins;
    this.size = bins == null ? 0 : bins.size();
    this.counts = new int[SLICES * size];
  }

  /**
   * Counts a flow of {@code host}.
   *
   * @param gapSeconds from the end of the host's previous flow, or {@link
   *     FlowAttribute#UNKNOWN_GAP}
   */
  public void count(Flow flow, int host, long gapSeconds) {
    ReferenceBins into = bins;
    if (into == null) {
      return;
    }
    long slice = Math.floorDiv(flow.endSecond(), SLICE_SECONDS);
    if (slice > newest) {
      roll(slice);
    } else if (slice <= newest - SLICES) {
      return; // hosts may be a little apart, but not by an hour
    }
    int place = Math.floorMod(slice, SLICES);
    into.count(counts, place * size, flow, host, gapSeconds);
    flows[place]++;
    counted++;
  }

  /** Lets readers see what was counted. */
  void publish() {
    published = counted;
  }

  /**
   * Adds the counts of the hour to {@code sum}.
   *
   * @param sum long [size of the bins]
   * @return flows of the hour
   */
  long addTo(long[] sum) {
    long seen = published; // with it comes what was counted before
    long total = 0;
    synchronized (rolling) {
      for (int slice = 0; slice < SLICES && seen > 0; slice++) {
        total += flows[slice];
        for (int bin = 0; bin < size; bin++) {
          sum[bin] += counts[slice * size + bin];
        }
      }
    }
    return total;
  }

  /** Empties the slices from the newest on to {@code slice}, which becomes the newest. */
  private void roll(long slice) {
    synchronized (rolling) {
      long first = newest == Long.MIN_VALUE ? slice : Math.max(newest + 1, slice - SLICES + 1);
      for (long next = first; next <= slice; next++) {
        int place = Math.floorMod(next, SLICES);
        Arrays.fill(counts, place * size, (place + 1) * size, 0);
        flows[place] = 0;
      }
      newest = slice;
    }
  }
}
