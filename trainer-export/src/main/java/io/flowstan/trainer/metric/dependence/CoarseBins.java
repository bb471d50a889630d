package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.marginal.Bins;
import io.flowstan.trainer.metric.marginal.LogBins;
import io.flowstan.trainer.metric.marginal.RowSample;
import io.flowstan.trainer.table.Attribute;
import java.util.ArrayList;
import java.util.List;

/**
 * At most 32 bins for each attribute, few enough that pairs of them are counted well: fixed
 * logarithmic ones for numbers, the 31 commonest real classes and the rest for others.
 */
final class CoarseBins {
  static final int BINS = 32;

  private static final Attribute[] ATTRIBUTES = Attribute.values();

  /** By attribute, in their order. */
  private final Bins[] bins = new Bins[ATTRIBUTES.length];

  /** The bins that {@code real} defines for both tables. */
  CoarseBins(RowSample real) {
    for (int a = 0; a < bins.length; a++) {
      bins[a] =
          ATTRIBUTES[a].kind() == Attribute.Kind.NUMBER
              ? LogBins.of(ATTRIBUTES[a], BINS)
              : TopClasses.of(real.column(ATTRIBUTES[a]), BINS - 1);
    }
  }

  /** Every pair of attributes of the rows of {@code sample}. */
  List<PairCounts.Pair> pairs(RowSample sample) {
    int[][] codes = codes(sample);
    List<PairCounts.Pair> pairs = new ArrayList<>();
    for (int a = 0; a < codes.length; a++) {
      for (int b = a + 1; b < codes.length; b++) {
        pairs.add(new PairCounts.Pair(codes[a], bins[a].count(), codes[b], bins[b].count()));
      }
    }
    return pairs;
  }

  /** Every attribute with itself, of the rows of two samples. */
  List<PairCounts.Pair> pairs(RowSample earlier, RowSample later) {
    int[][] before = codes(earlier);
    int[][] after = codes(later);
    List<PairCounts.Pair> pairs = new ArrayList<>();
    for (int a = 0; a < bins.length; a++) {
      pairs.add(new PairCounts.Pair(before[a], bins[a].count(), after[a], bins[a].count()));
    }
    return pairs;
  }

  /** The bins of the rows of {@code sample}: int32 [attributes, rows]. */
  private int[][] codes(RowSample sample) {
    int[][] codes = new int[bins.length][];
    for (int a = 0; a < bins.length; a++) {
      long[] column = sample.column(ATTRIBUTES[a]);
      int[] coded = new int[column.length];
      for (int row = 0; row < coded.length; row++) {
        coded[row] = bins[a].of(column[row]);
      }
      codes[a] = coded;
    }
    return codes;
  }
}
