package io.flowstan.trainer.law;

import io.flowstan.codec.Head;
import java.util.EnumMap;
import java.util.Map;

/** What flows cost somebody: nats per flow by head. */
record LawCost(Map<Head, Double> byHead) {

  /** Means of sums over {@code flows}, by {@link Head#column()}. */
  static LawCost of(double[] sums, double flows) {
    Map<Head, Double> means = new EnumMap<>(Head.class);
    for (Head head : Head.values()) {
      means.put(head, sums[head.column()] / flows);
    }
    return new LawCost(means);
  }

  double of(Head head) {
    return byHead.getOrDefault(head, Double.NaN);
  }

  double total() {
    return byHead.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * The part of what the long context is worth to {@code head} that this cost shows: 1 at the law's
   * own price, 0 at the best price without the context, below 0 where it is dearer.
   */
  double captured(Head head, LawCost law, LawCost withoutContext) {
    return (withoutContext.of(head) - of(head)) / (withoutContext.of(head) - law.of(head));
  }
}
