package io.flowstan.trainer.metric;

import java.util.Map;

/**
 * Two tables, read once by a metric so that any choice of their hosts is cheap to compare: what the
 * metric needs is kept host by host.
 */
@FunctionalInterface
public interface Comparison {
  /**
   * The figures where each host counts as often as it was drawn.
   *
   * @return by key; a figure that these hosts do not allow is absent
   */
  Map<String, Double> of(Resample drawn);
}
