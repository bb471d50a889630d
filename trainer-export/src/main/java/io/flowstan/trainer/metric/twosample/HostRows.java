package io.flowstan.trainer.metric.twosample;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Windows of a table as {@link RowFeatures}, drawn so that all hosts count alike: a host as likely
 * as every other one that has a window, then each of its windows alike. Drawn by flows, a few busy
 * hosts would be most of a sample.
 *
 * @param rows float64 [windows, features]
 * @param hosts the address of each window's host
 */
record HostRows(double[][] rows, int[] hosts) {

  /** {@code count} windows of {@code length} flows, with replacement. */
  static HostRows draw(FlowTable table, int length, int count, long seed) {
    List<Map.Entry<Integer, List<Flow>>> hosts = hosts(table, length);
    double[][] rows = new double[count][];
    int[] of = new int[count];
    for (int i = 0; i < count; i++) {
      Map.Entry<Integer, List<Flow>> host = hosts.get(drawHost(seed, i, hosts.size()));
      int first = drawFirst(seed, i, host.getValue().size() - length + 1);
      rows[i] = RowFeatures.of(host.getValue(), host.getKey(), first, length, table.startSecond());
      of[i] = host.getKey();
    }
    return new HostRows(rows, of);
  }

  /** The same, but no window twice: fewer than {@code count} where many repeat. */
  static HostRows drawDistinct(FlowTable table, int length, int count, long seed) {
    List<Map.Entry<Integer, List<Flow>>> hosts = hosts(table, length);
    Set<Long> drawn = new HashSet<>();
    List<double[]> rows = new ArrayList<>();
    int[] of = new int[count];
    for (int i = 0; rows.size() < count && i < 4 * count; i++) {
      int place = drawHost(seed, i, hosts.size());
      Map.Entry<Integer, List<Flow>> host = hosts.get(place);
      int first = drawFirst(seed, i, host.getValue().size() - length + 1);
      if (drawn.add((long) place << 32 | first)) {
        of[rows.size()] = host.getKey();
        rows.add(
            RowFeatures.of(host.getValue(), host.getKey(), first, length, table.startSecond()));
      }
    }
    return new HostRows(rows.toArray(double[][]::new), Arrays.copyOf(of, rows.size()));
  }

  /** The first {@code count} of them. */
  HostRows first(int count) {
    return new HostRows(Arrays.copyOf(rows, count), Arrays.copyOf(hosts, count));
  }

  /** The place of each window's host in the order of {@code table}. */
  int[] places(FlowTable table) {
    List<Integer> order = List.copyOf(table.byHost().keySet());
    return Arrays.stream(hosts).map(order::indexOf).toArray();
  }

  /** Whether a host of {@code table} has {@code length} flows. */
  static boolean has(FlowTable table, int length) {
    return table.byHost().values().stream().anyMatch(flows -> flows.size() >= length);
  }

  private static int drawHost(long seed, int i, int hosts) {
    return CounterRandom.uniformInt(seed, 2L * i, hosts);
  }

  private static int drawFirst(long seed, int i, int windows) {
    return CounterRandom.uniformInt(seed, 2L * i + 1, windows);
  }

  private static List<Map.Entry<Integer, List<Flow>>> hosts(FlowTable table, int length) {
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
