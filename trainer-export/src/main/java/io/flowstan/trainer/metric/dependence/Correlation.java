package io.flowstan.trainer.metric.dependence;

import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.marginal.EqualSamples;
import io.flowstan.trainer.table.FlowTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

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
  public String method() {
    return "Pearson's of ln(1 + x) and Spearman's for every pair of numbers of a flow.";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        Figure.distance(PEARSON, "Correlation of ln(1 + x), mean gap of the pairs", "r", BAR),
        Figure.distance(SPEARMAN, "Rank correlation, mean gap of the pairs", "rho", BAR));
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    EqualSamples samples = EqualSamples.rows(real, other, seed);
    if (samples.isEmpty()) {
      return drawn -> Map.of();
    }
    NumberColumns inReal = NumberColumns.of(samples.real());
    NumberColumns inOther = NumberColumns.of(samples.other());
    return drawn -> {
      Map<String, Double> figures = new HashMap<>();
      meanGap(inReal.pearson(drawn.real()), inOther.pearson(drawn.other()))
          .ifPresent(gap -> figures.put(PEARSON, gap));
      meanGap(inReal.spearman(drawn.real()), inOther.spearman(drawn.other()))
          .ifPresent(gap -> figures.put(SPEARMAN, gap));
      return figures;
    };
  }

  /** The mean over the pairs that have a correlation on both sides. */
  private static OptionalDouble meanGap(double[] real, double[] other) {
    return IntStream.range(0, real.length)
        .mapToDouble(pair -> Math.abs(real[pair] - other[pair]))
        .filter(gap -> !Double.isNaN(gap))
        .average();
  }
}
