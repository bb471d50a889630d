package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.marginal.EqualSamples;
import io.flowstan.trainer.metric.marginal.RowSample;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.hipparchus.stat.correlation.PearsonsCorrelation;

/**
 * Pearson's correlation of ln(1 + x) and Spearman's of the ranks for every pair of numbers within a
 * flow. A pair of which one is constant on a side has none and is left out.
 */
public final class Correlation implements Metric {
  private static final String PEARSON = "dependence.correlation";
  private static final String SPEARMAN = "dependence.rank-correlation";

  /** Ten times the noise of 100,000 rows, 1 / sqrt(rows): still hard to see in a scatter plot. */
  private static final double BAR = 0.03;

  @Override
  public String name() {
    return "correlation";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance(PEARSON, "Correlation of ln(1 + x), mean gap of the pairs", "r", BAR),
        Figure.distance(SPEARMAN, "Rank correlation, mean gap of the pairs", "rho", BAR));
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    Map<String, Double> figures = new HashMap<>();
    if (samples.isEmpty()) {
      return figures;
    }
    long[][] inReal = numbers(samples.real());
    long[][] inOther = numbers(samples.other());
    meanGap(each(inReal, Correlation::lnOfOnePlus), each(inOther, Correlation::lnOfOnePlus))
        .ifPresent(gap -> figures.put(PEARSON, gap));
    meanGap(each(inReal, Correlation::ranks), each(inOther, Correlation::ranks))
        .ifPresent(gap -> figures.put(SPEARMAN, gap));
    return figures;
  }

  /** The attributes that are numbers: int64 [numbers, rows]. */
  private static long[][] numbers(RowSample sample) {
    return Arrays.stream(Attribute.values())
        .filter(attribute -> attribute.kind() == Attribute.Kind.NUMBER)
        .map(sample::column)
        .toArray(long[][]::new);
  }

  private static double[][] each(long[][] columns, Function<long[], double[]> change) {
    return Arrays.stream(columns).map(change).toArray(double[][]::new);
  }

  private static double[] lnOfOnePlus(long[] column) {
    return Arrays.stream(column).mapToDouble(Math::log1p).toArray();
  }

  /** Ranks from 1; equal values have the mean of theirs. One sort, however many are equal. */
  static double[] ranks(long[] column) {
    long[] distinct = column.clone();
    Arrays.sort(distinct);
    double[] rankOfDistinct = new double[distinct.length];
    int size = 0;
    for (int first = 0, next; first < column.length; first = next) {
      long value = distinct[first];
      next = first + 1;
      while (next < column.length && distinct[next] == value) {
        next++;
      }
      distinct[size] = value;
      rankOfDistinct[size++] = (first + 1 + next) / 2.0;
    }
    double[] ranks = new double[column.length];
    for (int row = 0; row < ranks.length; row++) {
      ranks[row] = rankOfDistinct[Arrays.binarySearch(distinct, 0, size, column[row])];
    }
    return ranks;
  }

  private static OptionalDouble meanGap(double[][] inReal, double[][] inOther) {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < inReal.length; a++) {
      for (int b = a + 1; b < inReal.length; b++) {
        double gap =
            Math.abs(correlation(inReal[a], inReal[b]) - correlation(inOther[a], inOther[b]));
        if (!Double.isNaN(gap)) {
          sum += gap;
          pairs++;
        }
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pairs);
  }

  /** Pearson's r; NaN where a column is constant or there are fewer than two rows. */
  private static double correlation(double[] first, double[] second) {
    return first.length < 2 ? Double.NaN : new PearsonsCorrelation().correlation(first, second);
  }
}
