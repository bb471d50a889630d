package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.dependence.Correlation;
import io.flowstan.trainer.metric.dependence.Dependence;
import io.flowstan.trainer.metric.dependence.Rules;
import io.flowstan.trainer.metric.graph.PeerGraph;
import io.flowstan.trainer.metric.marginal.Endpoints;
import io.flowstan.trainer.metric.marginal.Hours;
import io.flowstan.trainer.metric.marginal.Marginals;
import io.flowstan.trainer.metric.novelty.CopyMetric;
import io.flowstan.trainer.metric.temporal.CountBurstiness;
import io.flowstan.trainer.metric.temporal.Drift;
import io.flowstan.trainer.metric.temporal.FlowVolume;
import io.flowstan.trainer.metric.temporal.InterArrivals;
import io.flowstan.trainer.metric.temporal.StreamAutocorrelation;
import io.flowstan.trainer.metric.temporal.StreamShares;
import io.flowstan.trainer.metric.twosample.DensityCoverageMetric;
import io.flowstan.trainer.metric.twosample.TwoSampleMetric;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that tables are compared by, in the order of reports. */
final class Metrics {
  private Metrics() {}

  /**
   * Every metric.
   *
   * @param training what the contender learned from; null leaves out whether it copies
   */
  static List<Metric> all(@Nullable FlowTable training) {
    List<Metric> metrics = new ArrayList<>(List.of(new TwoSampleMetric()));
    metrics.add(new DensityCoverageMetric());
    metrics.addAll(withoutJudges(training));
    return metrics;
  }

  /** Every metric but those that learn to tell tables apart, which take most of the time. */
  static List<Metric> withoutJudges(@Nullable FlowTable training) {
    List<Metric> metrics =
        new ArrayList<>(
            List.of(
                new Marginals(),
                new Endpoints(),
                new Hours(),
                new Dependence(),
                new Correlation(),
                new StreamAutocorrelation(),
                new StreamShares(),
                new FlowVolume(),
                new CountBurstiness(),
                new InterArrivals(),
                new Drift(),
                new PeerGraph(),
                new Rules()));
    if (training != null) {
      metrics.add(new CopyMetric(training));
    }
    return metrics;
  }
}
