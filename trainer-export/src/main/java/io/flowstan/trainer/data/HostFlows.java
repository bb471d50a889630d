package io.flowstan.trainer.data;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.reference.FlowCounts;
import io.flowstan.reference.ReferenceHistograms;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded flows of a set of hosts, host by host, those that break a hard rule left out and
 * counted.
 *
 * @param byHost flows in file order, by host address
 * @param brokenRules number of flows left out, by rule (the first that each breaks)
 * @param malformed rows that could not be read and were skipped
 * @param startSecond midnight (UTC) before the first flow, seconds since the epoch
 * @param days days from there to the last flow, rounded up
 */
public record HostFlows(
    Map<Integer, List<Flow>> byHost,
    Map<FlowRule, Long> brokenRules,
    long malformed,
    long startSecond,
    int days) {
  private static final long SECONDS_PER_DAY = 86_400;

  /**
   * Reads the flows of {@code hosts}.
   *
   * @throws IllegalArgumentException where a host of the list has no flow
   */
  public static HostFlows read(Path table, HostList hosts, OnError onError) throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    Map<FlowRule, Long> broken = new java.util.EnumMap<>(FlowRule.class);
    hosts.addresses().forEach(host -> byHost.put(host, new ArrayList<>()));
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long malformed;
    try (RecordedFlows source = RecordedFlows.ofHosts(table, hosts, onError)) {
      for (HostFlow next = source.next(); next != null; next = source.next()) {
        Flow flow = next.flow();
        FlowRule rule = firstBroken(flow, next.host());
        if (rule != null) {
          broken.merge(rule, 1L, Long::sum);
          continue;
        }
        first = Math.min(first, flow.endSecond());
        last = Math.max(last, flow.endSecond());
        byHost.computeIfAbsent(next.host(), h -> new ArrayList<>()).add(flow);
      }
      malformed = source.skipped();
    }
    byHost.forEach(
        (host, flows) -> {
          if (flows.isEmpty()) {
            throw new IllegalArgumentException(
                table
                    + ": host "
                    + Ipv4.format(host)
                    + " has no flow: expected every listed host"
                    + " to be the source or destination of some; take it off the list");
          }
        });
    long start = Math.floorDiv(first, SECONDS_PER_DAY) * SECONDS_PER_DAY;
    int days = (int) Math.floorDiv(last - start, SECONDS_PER_DAY) + 1;
    return new HostFlows(byHost, broken, malformed, start, days);
  }

  /** The part of these hosts. */
  public HostFlows of(List<Integer> hosts) {
    Map<Integer, List<Flow>> part = new LinkedHashMap<>();
    for (int host : hosts) {
      List<Flow> flows = byHost.get(host);
      if (flows != null) {
        part.put(host, flows);
      }
    }
    return new HostFlows(part, brokenRules, malformed, startSecond, days);
  }

  /** The same flows as a table to be judged. */
  public FlowTable table(String title) {
    return new FlowTable(title, startSecond, days, byHost);
  }

  /** What a live stream is compared with: counts by attribute and bin. */
  public ReferenceHistograms reference() {
    FlowCounts counts = new FlowCounts();
    byHost.forEach(counts::add);
    return counts.histograms();
  }

  /** Number of flows of all hosts. */
  public long flows() {
    return byHost.values().stream().mapToLong(List::size).sum();
  }

  private static @org.jspecify.annotations.Nullable FlowRule firstBroken(Flow flow, int host) {
    for (FlowRule rule : FlowRule.values()) {
      if (!rule.holds(flow, host)) {
        return rule;
      }
    }
    return null;
  }
}
