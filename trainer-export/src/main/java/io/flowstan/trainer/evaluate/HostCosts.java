package io.flowstan.trainer.evaluate;

import io.flowstan.codec.Head;
import io.flowstan.score.HostScore;
import io.flowstan.score.Score;
import io.flowstan.trainer.baseline.Baseline;
import io.flowstan.trainer.stan.StanCosts;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the flows of each host cost a contender, by group of attributes: nats. */
final class HostCosts {
  private final long[] flows;
  private final Map<SharedGroup, double[]> nats;

  private HostCosts(long[] flows, Map<SharedGroup, double[]> nats) {
    this.flows = flows;
    this.nats = nats;
  }

  /** The costs in the model's attributes. */
  static HostCosts of(Score score) {
    Map<SharedGroup, double[]> nats = new EnumMap<>(SharedGroup.class);
    for (SharedGroup group : SharedGroup.values()) {
      nats.put(group, natsByHost(score, group.heads()));
    }
    return new HostCosts(score.hosts().stream().mapToLong(HostScore::flows).toArray(), nats);
  }

  /** What the hosts of {@code table} cost {@code baseline}, which has all shared attributes. */
  static HostCosts of(Baseline baseline, FlowTable table) {
    long[] flows = new long[table.hosts()];
    Map<SharedGroup, double[]> nats = new EnumMap<>(SharedGroup.class);
    for (SharedGroup group : SharedGroup.values()) {
      nats.put(group, new double[flows.length]);
    }
    int[] host = {0};
    table
        .byHost()
        .forEach(
            (address, stream) -> {
              flows[host[0]] = stream.size();
              Map<Attribute, Double> cost = baseline.nats(address, stream, table.startSecond());
              nats.forEach(
                  (group, byHost) -> {
                    for (Attribute attribute : group.attributes()) {
                      Double of = cost.get(attribute);
                      if (of == null) {
                        throw new IllegalArgumentException(
                            baseline.title() + ": no likelihood of " + attribute.title());
                      }
                      byHost[host[0]] += of;
                    }
                  });
              host[0]++;
            });
    return new HostCosts(flows, nats);
  }

  /**
   * What the hosts of {@code table} cost STAN, from a sample of their flows: every flow of the
   * sample stands for equally many. A group of which STAN has no attribute is left out.
   */
  static HostCosts of(StanCosts sample, FlowTable table) {
    long[] flows = table.byHost().values().stream().mapToLong(List::size).toArray();
    double each =
        (double) java.util.Arrays.stream(flows).sum()
            / java.util.Arrays.stream(sample.flows()).sum();
    Map<SharedGroup, double[]> nats = new EnumMap<>(SharedGroup.class);
    sample
        .nats()
        .forEach(
            (attribute, byHost) -> {
              SharedGroup group = SharedGroup.of(attribute);
              double[] sums = nats.computeIfAbsent(group, absent -> new double[flows.length]);
              for (int host = 0; host < sums.length; host++) {
                sums[host] += each * byHost[host];
              }
            });
    return new HostCosts(flows, nats);
  }

  /** The same of {@code groups} only. */
  HostCosts only(Set<SharedGroup> groups) {
    Map<SharedGroup, double[]> part = new EnumMap<>(nats);
    part.keySet().retainAll(groups);
    return new HostCosts(flows, part);
  }

  /** The groups that the contender has. */
  Set<SharedGroup> groups() {
    return Set.copyOf(nats.keySet());
  }

  /** Whether the contender has all groups, so that its sum compares with others'. */
  boolean isWhole() {
    return nats.size() == SharedGroup.values().length;
  }

  static double[] natsByHost(Score score, Collection<Head> heads) {
    return score.hosts().stream().mapToDouble(host -> host.nats(heads)).toArray();
  }

  /** Flows by host. */
  long[] flows() {
    return flows.clone();
  }

  /** Mean cost of a flow by group. */
  Map<String, Double> perFlow() {
    long total = java.util.Arrays.stream(flows).sum();
    Map<String, Double> means = new LinkedHashMap<>();
    nats.forEach(
        (group, byHost) ->
            means.put(
                group.title(),
                io.flowstan.trainer.report.Rounded.toFourDigits(
                    java.util.Arrays.stream(byHost).sum() / total)));
    return means;
  }

  /** Cost of all its groups by host. */
  double[] sums() {
    double[] sums = new double[flows.length];
    nats.values()
        .forEach(
            byHost -> {
              for (int host = 0; host < sums.length; host++) {
                sums[host] += byHost[host];
              }
            });
    return sums;
  }
}
