package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.HostCounts;
import io.flowstan.trainer.metric.marginal.RowSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The contingency tables of several pairs of columns of classes, host by host.
 *
 * @param sizes of each pair the numbers of classes, {first, second}
 * @param counts the cells of the first pair, then those of the next one
 */
record PairCounts(List<int[]> sizes, HostCounts counts) {

  /** A pair of columns, one class a row. */
  record Pair(int[] first, int firstClasses, int[] second, int secondClasses) {
    int cells() {
      return firstClasses * secondClasses;
    }
  }

  /** The tables of {@code pairs}, whose rows are those of {@code sample}. */
  static PairCounts of(List<Pair> pairs, RowSample sample) {
    HostCounts.Builder counts = new HostCounts.Builder(pairs.stream().mapToInt(Pair::cells).sum());
    for (int[] rows : sample.rowsByHost()) {
      int offset = 0;
      for (Pair pair : pairs) {
        for (int row : rows) {
          counts.add(offset + pair.first()[row] * pair.secondClasses() + pair.second()[row]);
        }
        offset += pair.cells();
      }
      counts.endHost();
    }
    return new PairCounts(
        pairs.stream().map(pair -> new int[] {pair.firstClasses(), pair.secondClasses()}).toList(),
        counts.build());
  }

  /**
   * The tables, pair by pair, where each host counts as often as it was drawn; none where the hosts
   * have no rows.
   */
  List<JointCounts> of(int[] times) {
    long[] sums = counts.sum(times);
    List<JointCounts> tables = new ArrayList<>();
    if (Arrays.stream(sums).allMatch(count -> count == 0)) {
      return tables;
    }
    int offset = 0;
    for (int[] size : sizes) {
      int cells = size[0] * size[1];
      tables.add(
          new JointCounts(size[0], size[1], Arrays.copyOfRange(sums, offset, offset + cells)));
      offset += cells;
    }
    return tables;
  }
}
