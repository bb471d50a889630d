package io.flowstan.trainer.metric;

import java.util.Map;

/** What a metric says of one table, kept host by host so that hosts can be drawn again. */
@FunctionalInterface
public interface HostFacts {
  /**
   * The facts where each host counts as often as it was drawn.
   *
   * @param times by host, in the order of the table
   * @return by key; a fact that these hosts do not allow is absent
   */
  Map<String, Double> of(int[] times);
}
