package io.flowstan.trainer.metric.graph;

import io.flowstan.trainer.metric.Differences;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.StatUtils;
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
  public List<Figure> figures() {
    return List.of(
        Figure.distance(PEERS, "peers of a host, median", "|ln ratio|", PEERS_BAR),
        Figure.distance("graph.peers-ks", "peers of a host, over hosts", "KS statistic", KS_BAR),
        Figure.distance(HOSTS, "hosts of a peer, mean", "|ln ratio|", HOSTS_BAR),
        Figure.distance(SHARED, "share of peers met at 2 hosts or more", "share", SHARED_BAR));
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    if (real.days() != other.days()) {
      return Map.of();
    }
    int hosts = Math.min(real.hosts(), other.hosts());
    HostPeers ofReal = HostPeers.of(real.hosts() > hosts ? real.draw(hosts, seed) : real);
    HostPeers ofOther = HostPeers.of(other.hosts() > hosts ? other.draw(hosts, seed) : other);
    Map<String, Double> figures =
        new Differences(facts(ofReal), facts(ofOther))
            .logRatio(PEERS)
            .logRatio(HOSTS)
            .absolute(SHARED)
            .figures();
    if (hosts > 1) {
      // the same of ln(peers), since only the order counts
      figures.put(
          "graph.peers-ks",
          new KolmogorovSmirnovTest(seed) // the statistic itself draws nothing
              .kolmogorovSmirnovStatistic(ofReal.peersOfHost(), ofOther.peersOfHost()));
    }
    return figures;
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    return facts(HostPeers.of(table));
  }

  private static Map<String, Double> facts(HostPeers graph) {
    Map<String, Double> facts = new LinkedHashMap<>();
    if (graph.peersOfHost().length > 0) {
      facts.put(PEERS, StatUtils.percentile(graph.peersOfHost(), 50));
    }
    if (graph.peers() > 0) {
      facts.put(HOSTS, graph.hostsPerPeer());
      facts.put(SHARED, graph.sharedShare());
    }
    return facts;
  }
}
