package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.baseline.Baseline.Population;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.graph.PeerGraph;
import io.flowstan.trainer.metric.marginal.Hours;
import io.flowstan.trainer.metric.temporal.CountBurstiness;
import io.flowstan.trainer.metric.temporal.Drift;
import io.flowstan.trainer.metric.temporal.FlowVolume;
import io.flowstan.trainer.stan.RedrawCounts;
import io.flowstan.trainer.stan.StanBaseline;
import io.flowstan.trainer.stan.StanFlows;
import io.flowstan.trainer.stan.StanModel;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.List;

/**
 * STAN's one draw: hosts that all make equally many flows from midnight on, few enough for its slow
 * networks.
 */
final class StanRun {
  /** Its key among the contenders. */
  static final String KEY = "stan";

  /** What reports call it. */
  static final String TITLE = "stan, as described";

  /** Flows of all hosts together. */
  private static final int MOST_FLOWS = 20_000;

  /** Recorded flows that its likelihood is of. */
  static final int MOST_WEIGHED = 10_000;

  private final StanBaseline baseline;
  private final int hosts;
  private final FlowTable recorded;
  private volatile RedrawCounts redraws = new RedrawCounts(0, 0, 0);

  /**
   * @param recorded whose start and days it takes
   */
  StanRun(StanModel model, int hosts, FlowTable recorded) {
    this.baseline = new StanBaseline(model, MOST_FLOWS);
    this.hosts = hosts;
    this.recorded = recorded;
  }

  /** The flows of a population. */
  FlowTable table(long seed) throws IOException {
    StanFlows flows =
        baseline.generate(new Population(hosts, recorded.startSecond(), recorded.days(), seed));
    FlowTable table = FlowTable.read(KEY, flows, recorded.startSecond(), recorded.days());
    redraws = flows.redraws();
    return table;
  }

  /** Those of {@code metrics} that a stream of the day's first flows can be compared by. */
  static List<Metric> comparable(List<Metric> metrics) {
    return metrics.stream()
        .filter(
            metric ->
                !(metric instanceof FlowVolume
                    || metric instanceof CountBurstiness
                    || metric instanceof Hours
                    || metric instanceof Drift
                    || metric instanceof PeerGraph))
        .toList();
  }

  /** How it was run, once it was. */
  List<String> notes() {
    return List.of(
        ("%s: one draw, %d hosts of %,d flows each from midnight on; what needs whole days"
                + " (volumes, counts, hours, drift, graph) is absent")
            .formatted(TITLE, hosts, baseline.flowsPerHost(hosts)),
        "%s: of %,d drawn magnitudes %,d were out of range and drawn again, %,d became a bound"
            .formatted(TITLE, redraws.drawn(), redraws.redrawn(), redraws.bounded()));
  }
}
