package io.flowstan.trainer.metric.twosample;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.twosample.NeighbourBalls.Points;
import io.flowstan.trainer.table.FlowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  public String method() {
    return String.format(
        Locale.ROOT,
        "%,d windows of %d flows a side, hosts alike, none twice; features as for the classifier,"
            + " standardised by the recorded ones; balls to the neighbour with number %d.",
        WINDOWS,
        LENGTH,
        NEIGHBOUR);
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure(DENSITY, "density, 5 rows", "ratio", 1, .05, false),
        new Figure(COVERAGE, "coverage, 5 rows", "share", 1, .05, false));
  }

  @Override
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    if (!HostRows.has(real, LENGTH) || !HostRows.has(other, LENGTH)) {
      return drawn -> Map.of();
    }
    HostRows ofReal = HostRows.drawDistinct(real, LENGTH, WINDOWS, CounterRandom.subKey(seed, 0));
    HostRows ofOther = HostRows.drawDistinct(other, LENGTH, WINDOWS, CounterRandom.subKey(seed, 1));
    int windows = Math.min(ofReal.rows().length, ofOther.rows().length);
    if (windows <= NEIGHBOUR) {
      return drawn -> Map.of();
    }
    Points inReal = points(ofReal.first(windows), real);
    Points inOther = points(ofOther.first(windows), other);
    Standardisation scale = Standardisation.of(inReal.rows());
    scale.apply(inReal.rows());
    scale.apply(inOther.rows());
    NeighbourBalls balls = NeighbourBalls.of(inReal, inOther, NEIGHBOUR);
    return drawn -> {
      DensityCoverage found = balls.of(drawn);
      Map<String, Double> figures = new LinkedHashMap<>();
      if (Double.isFinite(found.density()) && Double.isFinite(found.coverage())) {
        figures.put(DENSITY, found.density());
        figures.put(COVERAGE, found.coverage());
      }
      return figures;
    };
  }

  private static Points points(HostRows rows, FlowTable table) {
    return new Points(rows.rows(), rows.places(table), table.hosts());
  }
}
