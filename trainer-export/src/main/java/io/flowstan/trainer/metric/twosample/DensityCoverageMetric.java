package io.flowstan.trainer.metric.twosample;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Density and coverage of 5 consecutive flows: whether the other table's windows lie where recorded
 * ones do, and whether they reach all of them. See {@link DensityCoverage}.
 *
 * <p>A window is 5 times {@link RowFeatures}, each feature less its mean and divided by its
 * standard deviation in the recorded sample (by 1 where that is constant). 2,000 windows a side,
 * none twice, hosts alike; fewer, but as many on both sides, where a table is small.
 */
public final class DensityCoverageMetric implements Metric {
  private static final int LENGTH = 5;
  private static final int WINDOWS = 2_000;
  private static final int NEIGHBOUR = 5;
  private static final String DENSITY = "prdc.density";
  private static final String COVERAGE = "prdc.coverage";

  @Override
  public String name() {
    return "prdc";
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure(DENSITY, "density, 5 rows", "ratio", 1, .05, false),
        new Figure(COVERAGE, "coverage, 5 rows", "share", 1, .05, false));
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    if (!RowFeatures.has(real, LENGTH) || !RowFeatures.has(other, LENGTH)) {
      return Map.of();
    }
    double[][] ofReal = draw(real, CounterRandom.subKey(seed, 0));
    double[][] ofOther = draw(other, CounterRandom.subKey(seed, 1));
    int windows = Math.min(ofReal.length, ofOther.length);
    if (windows <= NEIGHBOUR) {
      return Map.of();
    }
    ofReal = Arrays.copyOf(ofReal, windows);
    ofOther = Arrays.copyOf(ofOther, windows);
    Standardisation scale = Standardisation.of(ofReal);
    scale.apply(ofReal);
    scale.apply(ofOther);
    DensityCoverage found = DensityCoverage.of(ofReal, ofOther, NEIGHBOUR);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(DENSITY, found.density());
    figures.put(COVERAGE, found.coverage());
    return figures;
  }

  private static double[][] draw(FlowTable table, long seed) {
    return RowFeatures.drawDistinctByHost(table, LENGTH, WINDOWS, seed);
  }
}
