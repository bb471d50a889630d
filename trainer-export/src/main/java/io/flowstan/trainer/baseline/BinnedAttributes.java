package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@link Bins} of every attribute, and flows as bins: one byte an attribute and flow. */
final class BinnedAttributes {
  private final Bins[] bins;

  private BinnedAttributes(Bins[] bins) {
    this.bins = bins;
  }

  /**
   * The bins of {@code training}.
   *
   * @param most number of bins an attribute, about; at most 100
   */
  static BinnedAttributes fit(FlowTable training, int most) {
    Bins[] bins = new Bins[Row.ATTRIBUTES.size()];
    for (int place = 0; place < bins.length; place++) {
      ValueCounts counts = ValueCounts.of(training, place);
      Support support = Support.of(Row.ATTRIBUTES.get(place));
      bins[place] =
          switch (Row.ATTRIBUTES.get(place).kind()) {
            case NUMBER -> Bins.ofNumbers(counts, support, most);
            case CLASS -> Bins.ofNames(counts, support, most);
          };
    }
    return new BinnedAttributes(bins);
  }

  /** Number of bins of each attribute. */
  int[] sizes() {
    int[] sizes = new int[bins.length];
    for (int place = 0; place < sizes.length; place++) {
      sizes[place] = bins[place].count();
    }
    return sizes;
  }

  /** The bins of all flows of {@code table}, host by host: [attribute][flow]. */
  List<byte[][]> code(FlowTable table) {
    List<byte[][]> hosts = new ArrayList<>();
    for (Map.Entry<Integer, List<Flow>> entry : table.byHost().entrySet()) {
      hosts.add(code(entry.getKey(), entry.getValue(), table.startSecond()));
    }
    return hosts;
  }

  /** The bins of one host's flows: [attribute][flow]. */
  byte[][] code(int host, List<Flow> flows, long startSecond) {
    byte[][] coded = new byte[bins.length][flows.size()];
    long previous = startSecond;
    int at = 0;
    for (Flow flow : flows) {
      for (int place = 0; place < bins.length; place++) {
        coded[place][at] = (byte) bins[place].of(Row.read(place, flow, host, previous));
      }
      previous = flow.endSecond();
      at++;
    }
    return coded;
  }

  /** What a value costs, given its bin: ln of the number of values there. */
  double natsWithin(int place, int bin) {
    return Math.log((double) bins[place].size(bin));
  }

  /** A value of a bin. */
  long draw(int place, int bin, Draws draws) {
    return bins[place].draw(bin, draws);
  }
}
