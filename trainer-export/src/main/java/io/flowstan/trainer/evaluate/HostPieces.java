package io.flowstan.trainer.evaluate;

import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table cut by host into pieces of equally many hosts, none of them in two.
 *
 * @param rests for each piece the table without it; without hosts where the piece is all there is
 */
record HostPieces(List<FlowTable> pieces, List<FlowTable> rests) {

  /**
   * Cuts {@code table}.
   *
   * @param hosts of a piece
   * @param most at most so many pieces
   */
  static HostPieces cut(FlowTable table, int hosts, int most, long seed) {
    List<Integer> order = table.shuffledHosts(seed);
    List<FlowTable> pieces = new ArrayList<>();
    List<FlowTable> rests = new ArrayList<>();
    for (int piece = 0; piece < Math.min(most, order.size() / hosts); piece++) {
      List<Integer> of = order.subList(piece * hosts, (piece + 1) * hosts);
      List<Integer> rest = new ArrayList<>(order.subList(0, piece * hosts));
      rest.addAll(order.subList((piece + 1) * hosts, order.size()));
      pieces.add(table.of(of));
      rests.add(table.of(rest));
    }
    return new HostPieces(pieces, rests);
  }
}
