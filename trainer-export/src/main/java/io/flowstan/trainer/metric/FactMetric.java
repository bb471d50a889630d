package io.flowstan.trainer.metric;

import io.flowstan.trainer.table.FlowTable;
import java.util.Map;

/** A metric that describes one table at a time; its figures are differences of the facts. */
public interface FactMetric extends Metric {
  /** Reads {@code table} once. */
  HostFacts read(FlowTable table);

  /** The figures of two tables, of which this metric said {@code facts}. */
  Map<String, Double> figures(Differences facts);

  /** Whether the two can be compared; otherwise they have no figures. */
  default boolean compares(FlowTable real, FlowTable other) {
    return true;
  }

  @Override
  default Comparison read(FlowTable real, FlowTable other, long seed) {
    if (!compares(real, other)) {
      return drawn -> Map.of();
    }
    HostFacts ofReal = read(real);
    HostFacts ofOther = read(other);
    return drawn -> figures(new Differences(ofReal.of(drawn.real()), ofOther.of(drawn.other())));
  }

  @Override
  default Map<String, Double> facts(FlowTable table) {
    return read(table).of(Resample.once(table.hosts()));
  }
}
