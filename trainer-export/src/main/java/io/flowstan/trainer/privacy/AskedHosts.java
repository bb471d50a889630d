package io.flowstan.trainer.privacy;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.privacy.shadow.ShadowPlan;
import io.flowstan.trainer.privacy.shadow.ShadowPlan.PlannedHost;
import io.flowstan.trainer.table.FlowTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The recorded hosts whose membership is guessed: those that the shadows' plan has, with their
 * flows.
 *
 * @param table the flows, training hosts first
 * @param planned by address what the plan says of it; canaries are not among them
 */
record AskedHosts(FlowTable table, Map<Integer, PlannedHost> planned) {

  static AskedHosts of(ShadowPlan plan, PrivacyStudy.Data data) {
    Map<Integer, PlannedHost> planned = new HashMap<>();
    plan.hosts().stream()
        .filter(host -> !host.canary())
        .forEach(host -> planned.put(Ipv4.parse(host.address()), host));
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (HostFlows part : List.of(data.training(), data.others())) {
      byHost.putAll(part.byHost());
    }
    byHost.keySet().retainAll(planned.keySet());
    FlowTable table =
        new FlowTable("hosts", data.training().startSecond(), data.training().days(), byHost);
    return new AskedHosts(table, planned);
  }

  /** Whether {@code host} was among those that shadow {@code model} was trained on. */
  boolean inShadow(int host, int model) {
    PlannedHost of = planned.get(host);
    return of != null && of.models().contains(model);
  }

  /** The hosts that the overfitted control was trained on. */
  Set<Integer> inControl() {
    return table.byHost().keySet().stream()
        .filter(
            host -> {
              PlannedHost of = planned.get(host);
              return of != null && of.control();
            })
        .collect(Collectors.toSet());
  }

  /** The same as recorded hosts, whose flows all keep the rules. */
  HostFlows recorded() {
    return new HostFlows(table.byHost(), Map.of(), 0, table.startSecond(), table.days());
  }
}
