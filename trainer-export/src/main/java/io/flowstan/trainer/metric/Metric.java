package io.flowstan.trainer.metric;

import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;

/**
 * One way to compare flows with recorded ones. It gives a few figures, each a single number with a
 * key; the same tables and the same seed give the same figures.
 *
 * <p>A metric that describes one table at a time compares by the differences of its {@link #facts}.
 */
public interface Metric {
  /** What it is called, in keys: {@code marginals}, {@code autocorrelation}. */
  String name();

  /** The figures it gives, in the order in which reports print them. */
  List<Figure> figures();

  /**
   * Compares {@code other} with {@code real}.
   *
   * @return by the keys of {@link #figures()}; a figure that these tables do not allow (no flow of
   *     that kind, too short) is absent, never a stand-in number
   */
  Map<String, Double> compare(FlowTable real, FlowTable other, long seed);

  /** What it says of one table alone, by key, for the report; empty where it says nothing. */
  default Map<String, Double> facts(FlowTable table) {
    return Map.of();
  }
}
