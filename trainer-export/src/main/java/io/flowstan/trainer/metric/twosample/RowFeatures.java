package io.flowstan.trainer.metric.twosample;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;

/**
 * Consecutive flows of a host as numbers, 14 for each: delta-t, direction, protocol, host port,
 * peer port, peer's first octet, ToS, TCP flags, ln packets, ln bytes, ln(1 + duration), bytes per
 * packet, whether it is the exact reverse of the row before, and whether it has the same peer. The
 * last two are 0 in the first row, so that a single row says nothing about order.
 */
public final class RowFeatures {
  /** Features of a row. */
  public static final int WIDTH = 14;

  /** Position of the IP protocol number. */
  public static final int PROTOCOL = 2;

  /** Position of ln bytes. */
  public static final int LN_BYTES = 9;

  private RowFeatures() {}

  /** The features of {@code length} consecutive rows of {@code table} from {@code window} on. */
  public static double[] of(FlowTable table, FlowTable.Window window, int length) {
    List<Flow> flows = table.byHost().getOrDefault(window.host(), List.of());
    return of(flows, window.host(), window.first(), length, table.startSecond());
  }

  /**
   * The features of {@code length} rows of {@code flows}, the stream of {@code host}.
   *
   * @param first position of the first of them
   * @param startSecond when the stream began
   * @return float64 [length, 14], row-major
   */
  public static double[] of(List<Flow> flows, int host, int first, int length, long startSecond) {
    double[] row = new double[length * WIDTH];
    for (int i = 0; i < length; i++) {
      int at = first + i;
      Flow flow = flows.get(at);
      long before = at == 0 ? startSecond : flows.get(at - 1).endSecond();
      write(flow, host, before, row, i * WIDTH);
      if (i > 0) {
        Flow previous = flows.get(at - 1);
        row[i * WIDTH + 12] = flow.isReverseOf(previous) ? 1 : 0;
        row[i * WIDTH + 13] = flow.peerOf(host) == previous.peerOf(host) ? 1 : 0;
      }
    }
    return row;
  }

  private static void write(Flow flow, int host, long before, double[] row, int offset) {
    row[offset] = (double) Attribute.GAP.of(flow, host, before);
    row[offset + 1] = (double) Attribute.DIRECTION.of(flow, host, before);
    row[offset + PROTOCOL] = flow.protocol();
    row[offset + 3] = (double) Attribute.HOST_PORT.of(flow, host, before);
    row[offset + 4] = (double) Attribute.PEER_PORT.of(flow, host, before);
    row[offset + 5] = (double) Attribute.PEER_OCTET.of(flow, host, before);
    row[offset + 6] = flow.tos();
    row[offset + 7] = flow.tcpFlags();
    row[offset + 8] = Math.log((double) flow.packets());
    row[offset + LN_BYTES] = Math.log((double) flow.bytes());
    row[offset + 10] = Math.log1p(flow.durationMs());
    row[offset + 11] = (double) flow.bytes() / flow.packets();
  }
}
