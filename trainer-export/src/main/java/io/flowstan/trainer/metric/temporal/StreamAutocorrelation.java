package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long hosts' streams remember: the autocorrelation of each {@link FlowSeries} at the lags 1 to
 * 50 flows, averaged over the hosts with at least 200 flows, weighted by flows. Two tables differ
 * by the mean absolute gap between their curves.
 */
public final class StreamAutocorrelation implements Metric {
  /** The largest lag, in flows. */
  public static final int LAGS = 50;

  private static final int MIN_FLOWS = 200;

  /** Two halves of 100 real hosts differ by .03 in ln(bytes), a model of 5 flows' memory by .06. */
  private static final double BAR = .03;

  private static final int[] FACT_LAGS = {1, 2, 5, 10, 20, 50};

  @Override
  public String name() {
    return "acf";
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (FlowSeries series : FlowSeries.values()) {
      String title = "autocorrelation of " + series.title() + ", mean gap over lags 1-" + LAGS;
      Figure figure = Figure.distance(key(series), title, "correlation", BAR);
      figures.add(series == FlowSeries.BYTES ? figure.asHeadline() : figure);
    }
    return figures;
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    Map<FlowSeries, double[]> ofReal = curves(real);
    Map<FlowSeries, double[]> ofOther = curves(other);
    Map<String, Double> figures = new LinkedHashMap<>();
    ofReal.forEach(
        (series, curve) -> {
          double[] judged = ofOther.get(series);
          if (judged != null) {
            figures.put(key(series), meanGap(curve, judged));
          }
        });
    return figures;
  }

  @Override
  public Map<String, Double> facts(FlowTable table) {
    Map<String, Double> facts = new LinkedHashMap<>();
    double[] curve = curve(table, FlowSeries.BYTES);
    for (int lag : FACT_LAGS) {
      if (curve.length >= lag) {
        facts.put(key(FlowSeries.BYTES) + ".lag-" + lag, curve[lag - 1]);
      }
    }
    return facts;
  }

  /**
   * The curves of {@code table}, [{@value #LAGS}] each, lag 1 first; a series that varies at no
   * host with enough flows has none.
   */
  public Map<FlowSeries, double[]> curves(FlowTable table) {
    Map<FlowSeries, double[]> curves = new EnumMap<>(FlowSeries.class);
    for (FlowSeries series : FlowSeries.values()) {
      double[] curve = curve(table, series);
      if (curve.length > 0) {
        curves.put(series, curve);
      }
    }
    return curves;
  }

  private static double[] curve(FlowTable table, FlowSeries series) {
    double[] sum = new double[LAGS];
    long weight = 0;
    for (Map.Entry<Integer, List<Flow>> host : table.byHost().entrySet()) {
      int flows = host.getValue().size();
      if (flows < MIN_FLOWS) {
        continue;
      }
      double[] curve = Autocorrelation.of(series.of(host.getKey(), host.getValue()), LAGS);
      if (curve.length > 0) {
        weight += flows;
        for (int i = 0; i < LAGS; i++) {
          sum[i] += flows * curve[i];
        }
      }
    }
    if (weight == 0) {
      return new double[0];
    }
    for (int i = 0; i < LAGS; i++) {
      sum[i] /= weight;
    }
    return sum;
  }

  private static double meanGap(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < LAGS; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / LAGS;
  }

  private static String key(FlowSeries series) {
    return "acf." + series.key();
  }
}
