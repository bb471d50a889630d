package io.flowstan.trainer.privacy.attack;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.twosample.RowFeatures;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws of windows, all hosts alike: a few busy hosts would otherwise be most of a sample. */
final class HostWindows {
  private HostWindows() {}

  /**
   * The features of {@code count} windows of {@code tables}, in equal parts of each table, each of
   * a host as likely as every other one of its table that has a window.
   *
   * @return float64 [count, length * 14]
   */
  static double[][] draw(List<FlowTable> tables, int length, int count, long seed) {
    List<List<Map.Entry<Integer, List<Flow>>>> hosts = new ArrayList<>();
    for (FlowTable table : tables) {
      hosts.add(withWindows(table, length));
    }
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      int from = i % tables.size();
      List<Map.Entry<Integer, List<Flow>>> candidates = hosts.get(from);
      Map.Entry<Integer, List<Flow>> host =
          candidates.get(CounterRandom.uniformInt(seed, 2L * i, candidates.size()));
      int windows = host.getValue().size() - length + 1;
      rows[i] =
          RowFeatures.of(
              host.getValue(),
              host.getKey(),
              CounterRandom.uniformInt(seed, 2L * i + 1, windows),
              length,
              tables.get(from).startSecond());
    }
    return rows;
  }

  /** {@code count} windows of one host, evenly from its first to its last; fewer of a short one. */
  static double[][] ofHost(int host, List<Flow> flows, long startSecond, int length, int count) {
    int windows = Math.max(0, flows.size() - length + 1);
    int drawn = Math.min(count, windows);
    double[][] rows = new double[drawn][];
    for (int i = 0; i < drawn; i++) {
      int first = (int) ((long) i * windows / drawn);
      rows[i] = RowFeatures.of(flows, host, first, length, startSecond);
    }
    return rows;
  }

  private static List<Map.Entry<Integer, List<Flow>>> withWindows(FlowTable table, int length) {
    List<Map.Entry<Integer, List<Flow>>> hosts = new ArrayList<>();
    for (Map.Entry<Integer, List<Flow>> entry : table.byHost().entrySet()) {
      if (entry.getValue().size() >= length) {
        hosts.add(entry);
      }
    }
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException(
          table.title() + ": no host has " + length + " flows: expected at least one that has");
    }
    return hosts;
  }
}
