package io.flowstan.trainer.table;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.random.CounterRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The flows of some hosts, host by host, each in the order of its stream: what is judged, recorded
 * or made.
 *
 * @param title what a report calls it
 * @param startSecond midnight (UTC) at which the first day begins, seconds since the epoch
 * @param days number of days that it covers
 * @param byHost flows by host address, in a stable order of hosts; a host may have none
 */
public record FlowTable(String title, long startSecond, int days, Map<Integer, List<Flow>> byHost) {

  public FlowTable {
    byHost = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byHost));
    if (days < 1) {
      throw new IllegalArgumentException(title + ": days = " + days + ": expected at least 1");
    }
  }

  /** Reads {@code source} to its end and closes it; hosts come in ascending order of address. */
  public static FlowTable read(String title, FlowSource source, long startSecond, int days)
      throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    try (source) {
      new TreeSet<>(source.hosts()).forEach(host -> byHost.put(host, new ArrayList<>()));
      for (HostFlow next = source.next(); next != null; next = source.next()) {
        byHost.computeIfAbsent(next.host(), host -> new ArrayList<>()).add(next.flow());
      }
    }
    return new FlowTable(title, startSecond, days, byHost);
  }

  /** Number of hosts. */
  public int hosts() {
    return byHost.size();
  }

  /** Number of flows of all hosts. */
  public long flows() {
    return byHost.values().stream().mapToLong(List::size).sum();
  }

  /** The part of {@code hosts}, in their order. */
  public FlowTable of(Collection<Integer> hosts) {
    Map<Integer, List<Flow>> part = new LinkedHashMap<>();
    for (int host : hosts) {
      List<Flow> flows = byHost.get(host);
      if (flows == null) {
        throw new IllegalArgumentException(
            title + ": no host " + io.flowstan.flow.Ipv4.format(host) + " in this table");
      }
      part.put(host, flows);
    }
    return new FlowTable(title, startSecond, days, part);
  }

  /** The hosts in an order that {@code seed} decides: halves and samples by host come from it. */
  public List<Integer> shuffledHosts(long seed) {
    List<Integer> hosts = new ArrayList<>(byHost.keySet());
    for (int i = hosts.size() - 1; i > 0; i--) {
      java.util.Collections.swap(hosts, i, CounterRandom.uniformInt(seed, i, i + 1));
    }
    return hosts;
  }

  /** A table of {@code hosts} of its hosts, drawn without replacement. */
  public FlowTable draw(int hosts, long seed) {
    return of(shuffledHosts(seed).subList(0, Math.min(hosts, hosts())));
  }

  /**
   * Positions of {@code count} windows of {@code length} consecutive flows of one host each, drawn
   * with replacement so that every window is as likely as every other.
   */
  public List<Window> windows(int length, int count, long seed) {
    List<Integer> hosts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    long total = 0;
    for (Map.Entry<Integer, List<Flow>> entry : byHost.entrySet()) {
      long starts = entry.getValue().size() - length + 1L;
      if (starts > 0) {
        total += starts;
        hosts.add(entry.getKey());
        ends.add(total);
      }
    }
    if (total == 0) {
      throw new IllegalArgumentException(
          title + ": no host has " + length + " flows: expected at least one that has");
    }
    long[] cumulated = ends.stream().mapToLong(Long::longValue).toArray();
    List<Window> windows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long at = (long) (CounterRandom.uniformDouble(seed, i) * total);
      int place = Arrays.binarySearch(cumulated, at + 1);
      place = place >= 0 ? place : -place - 1;
      long before = place == 0 ? 0 : cumulated[place - 1];
      windows.add(new Window(hosts.get(place), Math.toIntExact(at - before)));
    }
    return windows;
  }

  /**
   * Consecutive flows of one host.
   *
   * @param host the host's address
   * @param first position of the first of them in the host's stream
   */
  public record Window(int host, int first) {}
}
