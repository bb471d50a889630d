package io.flowstan.trainer.metric.graph;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The bipartite graph of a table's hosts and their peers, counted.
 *
 * @param peersOfHost number of distinct peers of each host
 * @param peers number of distinct peers of all hosts
 * @param pairs number of (host, peer) pairs that have a flow
 * @param sharedPeers number of peers met at two hosts or more
 */
record HostPeers(double[] peersOfHost, long peers, long pairs, long sharedPeers) {

  /** The graph of {@code table}. */
  static HostPeers of(FlowTable table) {
    double[] peersOfHost = new double[table.hosts()];
    int[] all = new int[1_024]; // each host's distinct peers, one host after the other
    int pairs = 0;
    int hosts = 0;
    for (Map.Entry<Integer, List<Flow>> host : table.byHost().entrySet()) {
      int[] met = distinctPeers(host.getKey(), host.getValue());
      peersOfHost[hosts++] = met.length;
      if (pairs + met.length > all.length) {
        all = Arrays.copyOf(all, Math.max(2 * all.length, pairs + met.length));
      }
      System.arraycopy(met, 0, all, pairs, met.length);
      pairs += met.length;
    }
    Arrays.sort(all, 0, pairs);
    long peers = 0;
    long shared = 0;
    for (int i = 0; i < pairs; i++) {
      boolean first = i == 0 || all[i - 1] != all[i];
      boolean second = !first && (i == 1 || all[i - 2] != all[i]);
      peers += first ? 1 : 0;
      shared += second ? 1 : 0;
    }
    return new HostPeers(peersOfHost, peers, pairs, shared);
  }

  /** Hosts that a peer meets, mean over peers. */
  double hostsPerPeer() {
    return (double) pairs / peers;
  }

  /** Share of the peers that are met at two hosts or more. */
  double sharedShare() {
    return (double) sharedPeers / peers;
  }

  private static int[] distinctPeers(int host, List<Flow> flows) {
    int[] peers = new int[flows.size()];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = flows.get(i).peerOf(host);
    }
    Arrays.sort(peers);
    int distinct = 0;
    for (int i = 0; i < peers.length; i++) {
      if (i == 0 || peers[i] != peers[i - 1]) {
        peers[distinct++] = peers[i];
      }
    }
    return Arrays.copyOf(peers, distinct);
  }
}
