package io.flowstan.trainer.metric;

import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;

/**
 * One way to compare flows with recorded ones. It gives a few figures, each a single number with a
 * key; the same tables and the same seed give the same figures.
 */
public interface Metric {
  /** What it is called, in keys: {@code marginals}, {@code autocorrelation}. */
  String name();

  /** How it measures, in a sentence or two that reports print: bins, sizes, units. */
  String method();

  /** The figures it gives, in the order in which reports print them. */
  List<Figure> figures();

  /**
   * Reads two tables, the recorded one first, so that they, and any choice of their hosts, can be
   * compared. A figure is by a key of {@link #figures()}; one that the tables do not allow (no flow
   * of that kind, too short) is absent, never a stand-in number.
   */
  Comparison read(FlowTable real, FlowTable other, long seed);

  /** Compares {@code other} with {@code real}, every host once. */
  default Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    return read(real, other, seed).of(Resample.whole(real.hosts(), other.hosts()));
  }

  /** What it says of one table alone, by key, for the report; empty where it says nothing. */
  default Map<String, Double> facts(FlowTable table) {
    return Map.of();
  }
}
