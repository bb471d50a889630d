package io.flowstan.trainer.metric.graph;

import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * Who talks to whom: distinct peers per host, hosts per peer, and the share of peers that two hosts
 * or more meet.
 *
 * <p>All grow with the days and what is shared grows with the number of hosts. So tables of unlike
 * length are not compared, and of the table with more hosts as many are drawn as the other has.
 */
public final class PeerGraph implements Metric {
  private static final String PEERS = "graph.peers-median";
  private static final String HOSTS = "graph.hosts-per-peer";
  private static final String SHARED = "graph.shared-peers";

  /** What two halves of 100 real hosts differ by. */
  private static final double PEERS_BAR = Math.log(1.15);

  /**
   * One host in ten on the wrong side of some number; two halves of 100 real hosts differ by .14.
   */
  private static final double KS_BAR = .1;

  /** What two halves of 100 real hosts differ by; where all peers are a host's own, ln 2. */
  private static final double HOSTS_BAR = Math.log(1.05);

  /**
   * As for the shares of flows; two halves of 100 real hosts differ by .05, since few are shared.
   */
  private static final double SHARED_BAR = .02;

  @Override
  public String name() {
    return "graph";
  }

  @Override
  public String method() {
    return "Hosts and their distinct peers as a bipartite graph, equally many hosts a side.";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance(PEERS, "peers of a host, median", "|ln ratio|", PEERS_BAR),
        Figure.distance("graph.peers-ks", "peers of a host, over hosts", "KS statistic", KS_BAR),
        Figure.distance(HOSTS, "hosts of a peer, mean", "|ln ratio|", HOSTS_BAR),
        Figure.distance(SHARED, "share of peers met at 2 hosts or more", "share", SHARED_BAR));
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    if (real.days() != other.days()) {
      return drawn -> Map.of();
    }
    HostPeers ofReal = HostPeers.of(real);
    HostPeers ofOther = HostPeers.of(other);
    int hosts = Math.min(real.hosts(), other.hosts());
    int[] realHosts = chosen(real, hosts, seed);
    int[] otherHosts = chosen(other, hosts, seed);
    return drawn ->
        compare(
            ofReal, product(drawn.real(), realHosts), ofOther, product(drawn.other(), otherHosts));
  }

  private static Map<String, Double> compare(
      HostPeers real, int[] realTimes, HostPeers other, int[] otherTimes) {
    Map<String, Double> figures =
        new Differences(facts(real, realTimes), facts(other, otherTimes))
            .logRatio(PEERS)
            .logRatio(HOSTS)
            .absolute(SHARED)
            .figures();
    double[] ofReal = real.peersOfHost().drawn(realTimes);
    double[] ofOther = other.peersOfHost().drawn(otherTimes);
    if (ofReal.length > 1 && ofOther.length > 1) {
      // the same of ln(peers), since only the order counts
      figures.put(
          "graph.peers-ks",
          new KolmogorovSmirnovTest(1) // the statistic itself draws nothing
              .kolmogorovSmirnovStatistic(ofReal, ofOther));
    }
    return figures;
  }

  /** 1 for each of {@code hosts} hosts of {@code table} by the seed, 0 for the others. */
  private static int[] chosen(FlowTable table, int hosts, long seed) {
    if (table.hosts() == hosts) {
      return Resample.once(hosts);
    }
    Set<Integer> drawn = table.draw(hosts, seed).byHost().keySet();
    return table.byHost().keySet().stream()
        .mapToInt(host -> drawn.contains(host) ? 1 : 0)
        .toArray();
  }

  private static int[] product(int[] times, int[] chosen) {
    return IntStream.range(0, times.length).map(host -> times[host] * chosen[host]).toArray();
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    return facts(HostPeers.of(table), Resample.once(table.hosts()));
  }

  private static Map<String, Double> facts(HostPeers graph, int[] times) {
    Map<String, Double> facts = new LinkedHashMap<>();
    graph.peersOfHost().median(times).ifPresent(median -> facts.put(PEERS, median));
    HostPeers.Sharing sharing = graph.sharing(times);
    if (sharing.peers() > 0) {
      facts.put(HOSTS, (double) sharing.pairs() / sharing.peers());
      facts.put(SHARED, (double) sharing.shared() / sharing.peers());
    }
    return facts;
  }
}
