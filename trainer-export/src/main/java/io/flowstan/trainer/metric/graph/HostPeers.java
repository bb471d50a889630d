package io.flowstan.trainer.metric.graph;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.HostValues;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The bipartite graph of a table's hosts and their peers, host by host.
 *
 * @param peersOfHost number of distinct peers of each host
 * @param met by host the numbers of the peers that it met, ascending
 * @param peers number of distinct peers of all hosts, numbered from 0
 */
record HostPeers(HostValues peersOfHost, List<int[]> met, int peers) {

  /** The graph of {@code table}. */
  static HostPeers of(FlowTable table) {
    List<int[]> addresses = new ArrayList<>();
    for (Map.Entry<Integer, List<Flow>> host : table.byHost().entrySet()) {
      addresses.add(
          host.getValue().stream()
              .mapToInt(flow -> flow.peerOf(host.getKey()))
              .sorted()
              .distinct()
              .toArray());
    }
    int[] all = addresses.stream().flatMapToInt(Arrays::stream).sorted().distinct().toArray();
    List<int[]> met = new ArrayList<>();
    for (int[] of : addresses) {
      met.add(Arrays.stream(of).map(peer -> Arrays.binarySearch(all, peer)).toArray());
    }
    return new HostPeers(
        new HostValues(met.stream().mapToDouble(of -> of.length).toArray()), met, all.length);
  }

  /**
   * How peers are shared where each host counts as often as it was drawn. A host that was drawn
   * several times stands for as many hosts like it, each with peers of its own: a peer is shared
   * where two different hosts meet it, and otherwise counts as often as its host.
   */
  Sharing sharing(int[] times) {
    int[] differentHosts = new int[peers];
    int[] meetings = new int[peers];
    for (int host = 0; host < times.length; host++) {
      if (times[host] > 0) {
        for (int peer : met.get(host)) {
          differentHosts[peer]++;
          meetings[peer] += times[host];
        }
      }
    }
    long all = 0;
    long pairs = 0;
    long shared = 0;
    for (int peer = 0; peer < peers; peer++) {
      pairs += meetings[peer];
      all += differentHosts[peer] > 1 ? 1 : meetings[peer];
      shared += differentHosts[peer] > 1 ? 1 : 0;
    }
    return new Sharing(all, pairs, shared);
  }

  /**
   * Counts of peers.
   *
   * @param peers number of distinct ones
   * @param pairs number of (host, peer) pairs that have a flow
   * @param shared number of peers met at two hosts or more
   */
  record Sharing(long peers, long pairs, long shared) {}
}
