package io.flowstan.trainer.metric.novelty;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether flows are copied from a training table: the share of rows that occur in it (see {@link
 * RowDigest} for what is compared), and the number of verbatim runs of 8 rows or more for every
 * 10,000 rows. A run is a stretch of a host's stream each 8 consecutive rows of which are 8
 * consecutive rows of a training host.
 *
 * <p>Recorded flows of other hosts repeat rows too, short and common ones above all; so what counts
 * is the difference: above 0 the other table has more than the recorded one, which is copying.
 * Below 0 it has fewer than recorded hosts do, and is nothing to object to: the difference keeps
 * its sign, but its distance from the ideal is 0.
 */
public final class CopyMetric implements Metric {
  private static final int RUN = 8;
  private static final Figure ROWS =
      Figure.excess("novelty.seen-rows", "rows seen in training, difference", "share", .02);
  private static final Figure RUNS =
      Figure.excess(
          "novelty.copied-runs",
          "runs of 8 rows seen in training, difference",
          "per 10,000 rows",
          1);

  private final DigestSet rows;
  private final DigestSet runs;

  /**
   * The metric against one training table.
   *
   * @param training what the generators learned from; neither of the tables that are compared
   */
  public CopyMetric(FlowTable training) {
    int flows = Math.toIntExact(training.flows());
    long[] rowDigests = new long[flows];
    long[] runDigests = new long[flows];
    int rowCount = 0;
    int runCount = 0;
    for (Map.Entry<Integer, List<Flow>> entry : training.byHost().entrySet()) {
      long[] digests = digests(entry.getKey(), entry.getValue());
      System.arraycopy(digests, 0, rowDigests, rowCount, digests.length);
      rowCount += digests.length;
      for (int first = 0; first + RUN <= digests.length; first++) {
        runDigests[runCount++] = run(digests, first);
      }
    }
    rows = new DigestSet(rowDigests, rowCount);
    runs = new DigestSet(runDigests, runCount);
  }

  @Override
  public String name() {
    return "novelty";
  }

  @Override
  public List<Figure> figures() {
    return List.of(ROWS, RUNS);
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    Map<String, Double> ofReal = facts(real);
    Map<String, Double> ofOther = facts(other);
    Map<String, Double> figures = new LinkedHashMap<>();
    ofReal.forEach(
        (key, value) -> {
          Double there = ofOther.get(key);
          if (there != null) {
            figures.put(key, there - value);
          }
        });
    return figures;
  }

  /** The share and the number for {@code table} alone. */
  @Override
  public Map<String, Double> facts(FlowTable table) {
    long flows = 0;
    long seen = 0;
    long copied = 0;
    for (Map.Entry<Integer, List<Flow>> entry : table.byHost().entrySet()) {
      long[] digests = digests(entry.getKey(), entry.getValue());
      flows += digests.length;
      for (long digest : digests) {
        seen += rows.contains(digest) ? 1 : 0;
      }
      boolean inRun = false;
      for (int first = 0; first + RUN <= digests.length; first++) {
        boolean run = runs.contains(run(digests, first));
        copied += run && !inRun ? 1 : 0;
        inRun = run;
      }
    }
    if (flows == 0) {
      return Map.of();
    }
    Map<String, Double> facts = new LinkedHashMap<>();
    facts.put(ROWS.key(), (double) seen / flows);
    facts.put(RUNS.key(), 10_000.0 * copied / flows);
    return facts;
  }

  private static long[] digests(int host, List<Flow> flows) {
    long[] digests = new long[flows.size()];
    for (int i = 0; i < digests.length; i++) {
      digests[i] = RowDigest.of(flows.get(i), host);
    }
    return digests;
  }

  private static long run(long[] digests, int first) {
    long run = RUN;
    for (int i = first; i < first + RUN; i++) {
      run = RowDigest.chain(run, digests[i]);
    }
    return run;
  }
}
