package io.flowstan.trainer.metric.temporal;

import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long hosts' streams remember: the autocorrelation of each {@link FlowSeries} at the lags 1 to
 * 50 flows, averaged over the hosts with at least 200 flows, weighted by flows. Two tables differ
 * by the mean absolute gap between their curves.
 */
public final class StreamAutocorrelation implements Metric {
  /** The largest lag, in flows. */
  public static final int LAGS = 50;

  /** Two halves of 100 real hosts differ by .03 in ln(bytes), a model of 5 flows' memory by .06. */
  private static final double BAR = .03;

  private static final int[] FACT_LAGS = {1, 2, 5, 10, 20, 50};

  @Override
  public String name() {
    return "acf";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        "Along each host's stream at lags 1 to %d flows, hosts with 200 flows or more, weighted by"
            + " flows; mean absolute gap of the curves.",
        LAGS);
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
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    Map<FlowSeries, HostCurves> ofReal = new EnumMap<>(FlowSeries.class);
    Map<FlowSeries, HostCurves> ofOther = new EnumMap<>(FlowSeries.class);
    for (FlowSeries series : FlowSeries.values()) {
      ofReal.put(series, HostCurves.of(real, series));
      ofOther.put(series, HostCurves.of(other, series));
    }
    return drawn -> {
      Map<String, Double> figures = new LinkedHashMap<>();
      for (FlowSeries series : FlowSeries.values()) {
        double[] inReal = mean(ofReal, series, drawn.real());
        double[] inOther = mean(ofOther, series, drawn.other());
        if (inReal.length > 0 && inOther.length > 0) {
          figures.put(key(series), meanGap(inReal, inOther));
        }
      }
      return figures;
    };
  }

  private static double[] mean(Map<FlowSeries, HostCurves> of, FlowSeries series, int[] times) {
    HostCurves curves = of.get(series);
    return curves == null ? new double[0] : curves.mean(times);
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

  /** The curve of {@code table}, lag 1 first; [0] where {@code series} varies at no such host. */
  public double[] curve(FlowTable table, FlowSeries series) {
    return HostCurves.of(table, series).mean(Resample.once(table.hosts()));
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
