package io.flowstan.trainer.metric.novelty;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.FactMetric;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.HostFacts;
import io.flowstan.trainer.table.FlowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
public final class CopyMetric implements FactMetric {
  private static final int RUN = 8;

  /** What is counted of a host: its flows, those seen in training, and the runs. */
  private static final int FLOWS = 0;

  private static final int SEEN = 1;
  private static final int COPIED = 2;

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
  public String method() {
    return String.format(
        Locale.ROOT,
        "Rows that occur in the training flows (protocol, flags, ToS, packets, bytes, duration,"
            + " direction, service port) and runs of %d such rows in a row, less what recorded hosts"
            + " have of them.",
        RUN);
  }

  @Override
  public List<Figure> figures() {
    return List.of(ROWS, RUNS);
  }

  @Override
  public Map<String, Double> figures(Differences facts) {
    return facts.signed(ROWS.key()).signed(RUNS.key()).figures();
  }

  /** The share and the number for {@code table} alone. */
  @Override
  public HostFacts read(FlowTable table) {
    HostCounts.Builder counts = new HostCounts.Builder(3);
    for (Map.Entry<Integer, List<Flow>> entry : table.byHost().entrySet()) {
      long[] digests = digests(entry.getKey(), entry.getValue());
      counts.add(FLOWS, digests.length);
      for (long digest : digests) {
        counts.add(SEEN, rows.contains(digest) ? 1 : 0);
      }
      boolean inRun = false;
      for (int first = 0; first + RUN <= digests.length; first++) {
        boolean run = runs.contains(run(digests, first));
        counts.add(COPIED, run && !inRun ? 1 : 0);
        inRun = run;
      }
      counts.endHost();
    }
    HostCounts byHost = counts.build();
    return times -> facts(byHost.sum(times));
  }

  private static Map<String, Double> facts(long[] sums) {
    if (sums[FLOWS] == 0) {
      return Map.of();
    }
    Map<String, Double> facts = new LinkedHashMap<>();
    facts.put(ROWS.key(), (double) sums[SEEN] / sums[FLOWS]);
    facts.put(RUNS.key(), 10_000.0 * sums[COPIED] / sums[FLOWS]);
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
