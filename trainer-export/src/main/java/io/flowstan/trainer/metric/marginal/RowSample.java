package io.flowstan.trainer.metric.marginal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Rows drawn from a table, as columns: the flow, its host, and the end of the host's flow before.
 */
public final class RowSample {
  private static final int SECONDS_A_DAY = 86_400;
  private static final int SECONDS_AN_HOUR = 3_600;

  private final long startSecond;
  private final Flow[] flows;
  private final int[] hosts;
  private final int[][] rowsByHost;
  private final long[] previousEnds;

  /**
   * The flows at {@code offset} after the first of each of {@code windows}.
   *
   * @param windows positions in {@code table}
   */
  RowSample(FlowTable table, List<FlowTable.Window> windows, int offset) {
    startSecond = table.startSecond();
    flows = new Flow[windows.size()];
    hosts = new int[windows.size()];
    previousEnds = new long[windows.size()];
    for (int i = 0; i < flows.length; i++) {
      FlowTable.Window window = windows.get(i);
      List<Flow> stream = stream(table, window.host());
      int at = window.first() + offset;
      flows[i] = stream.get(at);
      hosts[i] = window.host();
      previousEnds[i] = at == 0 ? startSecond : stream.get(at - 1).endSecond();
    }
    rowsByHost = rowsByHost(table, hosts);
  }

  private static int[][] rowsByHost(FlowTable table, int[] hosts) {
    Map<Integer, Integer> places = new HashMap<>();
    table.byHost().keySet().forEach(host -> places.put(host, places.size()));
    int[] placeOfRow = new int[hosts.length];
    int[] sizes = new int[table.hosts()];
    for (int row = 0; row < hosts.length; row++) {
      placeOfRow[row] = places.getOrDefault(hosts[row], -1);
      sizes[placeOfRow[row]]++;
    }
    int[][] rows = new int[sizes.length][];
    for (int place = 0; place < rows.length; place++) {
      rows[place] = new int[sizes[place]];
    }
    for (int row = hosts.length - 1; row >= 0; row--) {
      int place = placeOfRow[row];
      rows[place][--sizes[place]] = row;
    }
    return rows;
  }

  private static List<Flow> stream(FlowTable table, int host) {
    List<Flow> stream = table.byHost().get(host);
    if (stream == null) {
      throw new IllegalStateException(table.title() + ": a window of a host it does not have");
    }
    return stream;
  }

  /** Number of rows. */
  public int size() {
    return flows.length;
  }

  /** The rows of each host, in the order of the table. */
  public int[][] rowsByHost() {
    return rowsByHost;
  }

  /** How often each host's rows have each of {@code classes} classes. */
  public HostCounts counts(int classes, IntUnaryOperator classOfRow) {
    HostCounts.Builder counts = new HostCounts.Builder(classes);
    for (int[] rows : rowsByHost) {
      for (int row : rows) {
        counts.add(classOfRow.applyAsInt(row));
      }
      counts.endHost();
    }
    return counts.build();
  }

  /** How often each host's values of {@code attribute} are in each bin. */
  public HostCounts counts(Attribute attribute, Bins bins) {
    long[] column = column(attribute);
    return counts(bins.count(), row -> bins.of(column[row]));
  }

  /** The values of {@code attribute}, one a row. */
  public long[] column(Attribute attribute) {
    long[] column = new long[flows.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = attribute.of(flows[i], hosts[i], previousEnds[i]);
    }
    return column;
  }

  /** The peers' addresses, one a row. */
  int[] peers() {
    int[] peers = new int[flows.length];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = flows[i].peerOf(hosts[i]);
    }
    return peers;
  }

  /** The hours of day (UTC) in which the flows ended, 0 to 23, one a row. */
  int[] hours() {
    int[] hours = new int[flows.length];
    for (int i = 0; i < hours.length; i++) {
      hours[i] = hour(flows[i], startSecond);
    }
    return hours;
  }

  /** The hour of day in which {@code flow} ended; {@code startSecond} is a midnight. */
  static int hour(Flow flow, long startSecond) {
    return Math.floorMod(flow.endSecond() - startSecond, SECONDS_A_DAY) / SECONDS_AN_HOUR;
  }
}
