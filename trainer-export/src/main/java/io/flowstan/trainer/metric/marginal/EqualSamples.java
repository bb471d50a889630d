package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;

/**
 * As many rows of a real table as of another one, because a divergence of few rows is larger than
 * one of many. The two sides draw independently of each other: a table beside itself shows the
 * noise of the sample.
 */
public record EqualSamples(RowSample real, RowSample other) {
  /** At most so many rows a side. */
  public static final int MAX_ROWS = 100_000;

  /** One row a draw; none where a table is empty. */
  public static EqualSamples rows(FlowTable real, FlowTable other, long seed) {
    return windows(real, other, 1, seed).get(0);
  }

  /**
   * Consecutive rows of one host: element k of the list holds the k-th of every window, in the same
   * order in all elements; no rows where a table has no such window.
   *
   * @param length rows in a window, at least 1
   */
  public static List<EqualSamples> windows(FlowTable real, FlowTable other, int length, long seed) {
    int count = (int) Math.min(MAX_ROWS, Math.min(starts(real, length), starts(other, length)));
    List<FlowTable.Window> inReal = draw(real, length, count, CounterRandom.subKey(seed, 0));
    List<FlowTable.Window> inOther = draw(other, length, count, CounterRandom.subKey(seed, 1));
    List<EqualSamples> samples = new ArrayList<>();
    for (int k = 0; k < length; k++) {
      samples.add(
          new EqualSamples(new RowSample(real, inReal, k), new RowSample(other, inOther, k)));
    }
    return samples;
  }

  private static List<FlowTable.Window> draw(FlowTable table, int length, int count, long seed) {
    return count == 0 ? List.of() : table.windows(length, count, seed);
  }

  private static long starts(FlowTable table, int length) {
    long starts = 0;
    for (List<Flow> flows : table.byHost().values()) {
      starts += Math.max(0, flows.size() - length + 1);
    }
    return starts;
  }

  /** Whether there is nothing to compare. */
  public boolean isEmpty() {
    return real.size() == 0;
  }
}
