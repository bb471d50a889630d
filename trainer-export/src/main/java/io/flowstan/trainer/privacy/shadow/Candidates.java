package io.flowstan.trainer.privacy.shadow;

import io.flowstan.cli.UsageException;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hosts whose membership is guessed: recorded ones of one or more tables, then canaries.
 *
 * @param data the flows of all of them
 * @param canaries the last ones of {@code data}
 */
record Candidates(HostFlows data, List<CanaryHost> canaries) {
  Candidates {
    canaries = List.copyOf(canaries);
  }

  /** Reads tables of the same days; {@code hosts} has one list for each of {@code tables}. */
  static HostFlows read(List<Path> tables, List<Path> hosts, OnError onError) throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    Map<FlowRule, Long> broken = new EnumMap<>(FlowRule.class);
    List<HostFlows> parts = new ArrayList<>();
    long malformed = 0;
    for (int i = 0; i < tables.size(); i++) {
      HostFlows part = HostFlows.read(tables.get(i), HostList.read(hosts.get(i)), onError);
      requireSameDays(tables.get(i), part, tables.get(0), parts.isEmpty() ? part : parts.get(0));
      parts.add(part);
      for (Map.Entry<Integer, List<Flow>> host : part.byHost().entrySet()) {
        if (byHost.putIfAbsent(host.getKey(), host.getValue()) != null) {
          throw new UsageException(
              "--hosts "
                  + hosts.get(i)
                  + ": host "
                  + Ipv4.format(host.getKey())
                  + " is in another list too: expected every host once");
        }
      }
      part.brokenRules().forEach((rule, count) -> broken.merge(rule, count, Long::sum));
      malformed += part.malformed();
    }
    HostFlows first = parts.get(0);
    return new HostFlows(byHost, broken, malformed, first.startSecond(), first.days());
  }

  /** The recorded hosts of {@code recorded} and the canaries. */
  static Candidates of(HostFlows recorded, List<CanaryHost> canaries) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>(recorded.byHost());
    canaries.forEach(canary -> byHost.put(canary.mark().host(), canary.flows()));
    return new Candidates(with(recorded, byHost), canaries);
  }

  /** The same hosts with no more than their first {@code flows} flows. */
  HostFlows first(int flows) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    data.byHost()
        .forEach(
            (host, all) ->
                byHost.put(host, List.copyOf(all.subList(0, Math.min(flows, all.size())))));
    return with(data, byHost);
  }

  private static HostFlows with(HostFlows like, Map<Integer, List<Flow>> byHost) {
    return new HostFlows(
        byHost, like.brokenRules(), like.malformed(), like.startSecond(), like.days());
  }

  private static void requireSameDays(Path table, HostFlows part, Path other, HostFlows first) {
    if (part.startSecond() != first.startSecond() || part.days() != first.days()) {
      throw new UsageException(
          "--flows %s: %d days from second %d on, %s: %d days from second %d on: expected tables of"
                  .formatted(
                      table,
                      part.days(),
                      part.startSecond(),
                      other,
                      first.days(),
                      first.startSecond())
              + " the same days");
    }
  }
}
