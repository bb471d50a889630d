package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.baseline.Baseline;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * STAN as a baseline (Xu et al., arXiv 2009.12740): 13 networks, each an attribute's, on the last
 * five flows. It is slow: a host makes so many flows and no more.
 */
public final class StanBaseline implements Baseline {
  private final StanModel model;
  private final int mostFlows;

  /**
   * @param mostFlows of a population, shared equally by its hosts
   */
  public StanBaseline(StanModel model, int mostFlows) {
    this.model = model;
    this.mostFlows = mostFlows;
  }

  @Override
  public String title() {
    return "STAN as described";
  }

  @Override
  public StanFlows generate(Population population) {
    return new StanFlows(model, population, flowsPerHost(population.hosts()));
  }

  /** Flows that each of {@code hosts} makes. */
  public int flowsPerHost(int hosts) {
    return Math.max(1, mostFlows / hosts);
  }

  @Override
  public Map<Attribute, Double> nats(int host, List<Flow> flows, long startSecond) {
    try {
      FlowTable stream = new FlowTable("stream", startSecond, 1, Map.of(host, flows));
      StanCosts costs = StanCosts.of(model, stream, Long.MAX_VALUE, 0);
      Map<Attribute, Double> sums = new EnumMap<>(Attribute.class);
      costs.nats().forEach((attribute, byHost) -> sums.put(attribute, byHost[0]));
      return sums;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
