package io.flowstan.trainer.task;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Real flows, and flows of episodes put among them: one episode of each kind at up to 20 hosts, at
 * a place of the stream that the seed decides.
 */
final class InjectedAnomalies {
  private static final int HOSTS = 20;
  private static final int CONTEXT = 256;
  private static final int LEAST_FLOWS = 20;

  /** {@link FlowContext} of real flows. */
  final double[][] normal;

  /** {@link FlowContext} of the flows of the episodes, by kind. */
  final Map<AnomalyKind, double[][]> injected = new EnumMap<>(AnomalyKind.class);

  InjectedAnomalies(FlowTable table, int normalRows, long seed) {
    normal = normal(table, normalRows, CounterRandom.subKey(seed, 0));
    List<Integer> hosts =
        table.shuffledHosts(CounterRandom.subKey(seed, 1)).stream()
            .filter(host -> flows(table, host).size() >= LEAST_FLOWS)
            .limit(HOSTS)
            .toList();
    int stream = 2;
    for (AnomalyKind kind : AnomalyKind.values()) {
      List<double[]> rows = new ArrayList<>();
      for (int host : hosts) {
        long key = CounterRandom.subKey(CounterRandom.subKey(seed, stream), host);
        inject(kind, flows(table, host), host, table.startSecond(), key, rows);
      }
      stream++;
      injected.put(kind, rows.toArray(double[][]::new));
    }
  }

  /** {@link FlowContext} of {@code count} flows of {@code table}, drawn with replacement. */
  static double[][] normal(FlowTable table, int count, long seed) {
    return table.windows(2, count, seed).stream()
        .map(
            window ->
                FlowContext.of(
                    flows(table, window.host()),
                    window.host(),
                    window.first() + 1,
                    table.startSecond()))
        .toArray(double[][]::new);
  }

  private static void inject(
      AnomalyKind kind,
      List<Flow> flows,
      int host,
      long startSecond,
      long seed,
      List<double[]> rows) {
    int after = CounterRandom.uniformInt(seed, 0, flows.size());
    List<Flow> spliced =
        new ArrayList<>(flows.subList(Math.max(0, after + 1 - CONTEXT), after + 1));
    int first = spliced.size();
    spliced.addAll(
        kind.episode(host, flows, flows.get(after).endSecond() + 1, CounterRandom.subKey(seed, 1)));
    for (int at = first; at < spliced.size(); at++) {
      rows.add(FlowContext.of(spliced, host, at, startSecond));
    }
  }

  private static List<Flow> flows(FlowTable table, int host) {
    return table.byHost().getOrDefault(host, List.of());
  }
}
