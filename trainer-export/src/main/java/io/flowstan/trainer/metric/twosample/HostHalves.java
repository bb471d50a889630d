package io.flowstan.trainer.metric.twosample;

import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two tables cut in two by host: no host of a first half, in either table, is in a second half. A
 * host that both tables have is in the same half of both.
 *
 * @param real the halves of the recorded table
 * @param other the halves of the table compared with it
 */
record HostHalves(List<FlowTable> real, List<FlowTable> other) {

  static HostHalves of(FlowTable real, FlowTable other, long seed) {
    List<Integer> order = real.shuffledHosts(seed);
    Set<Integer> first = new HashSet<>(order.subList(0, order.size() / 2));
    Set<Integer> second = new HashSet<>(order.subList(order.size() / 2, order.size()));
    return new HostHalves(halves(real, first, second, seed), halves(other, first, second, seed));
  }

  /** Hosts that are in neither set fill up the smaller half. */
  private static List<FlowTable> halves(
      FlowTable table, Set<Integer> first, Set<Integer> second, long seed) {
    List<Integer> ofFirst = new ArrayList<>();
    List<Integer> ofSecond = new ArrayList<>();
    List<Integer> free = new ArrayList<>();
    for (int host : table.shuffledHosts(seed)) {
      if (first.contains(host)) {
        ofFirst.add(host);
      } else if (second.contains(host)) {
        ofSecond.add(host);
      } else {
        free.add(host);
      }
    }
    for (int host : free) {
      (ofFirst.size() < ofSecond.size() ? ofFirst : ofSecond).add(host);
    }
    return List.of(table.of(ofFirst), table.of(ofSecond));
  }
}
