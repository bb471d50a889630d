package io.flowstan.trainer.optimise;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Negative log-likelihood in nats: sums over a number of flows, by attribute.
 *
 * @param flows the flows that the sums are over
 * @param sums nats by attribute, in the objective's order
 */
public record NatsPerFlow(double flows, Map<String, Double> sums) {
  static final NatsPerFlow NOTHING = new NatsPerFlow(0, Map.of());

  public NatsPerFlow {
    sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
  }

  NatsPerFlow plus(double moreFlows, Map<String, Double> moreNats) {
    Map<String, Double> merged = new LinkedHashMap<>(sums);
    moreNats.forEach((name, nats) -> merged.merge(name, nats, Double::sum));
    return new NatsPerFlow(flows + moreFlows, merged);
  }

  /** All attributes together, NaN where there are no flows. */
  public double total() {
    double sum = 0;
    for (double nats : sums.values()) {
      sum += nats;
    }
    return sum / flows;
  }

  /** Each attribute's mean, in the objective's order. */
  public Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, nats) -> means.put(name, nats / flows));
    return means;
  }
}
