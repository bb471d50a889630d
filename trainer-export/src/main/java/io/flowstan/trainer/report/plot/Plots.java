package io.flowstan.trainer.report.plot;

import io.flowstan.trainer.metric.marginal.LogBins;
import io.flowstan.trainer.metric.temporal.InterArrivals;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.report.plot.SvgChart.Axes;
import io.flowstan.trainer.report.plot.SvgChart.Line;
import io.flowstan.trainer.table.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.projection.PCA;

/** The pictures of a report: the recorded hosts beside those that were compared with them. */
public final class Plots {
  private static final int ROC_POINTS = 100;

  /** By title, the recorded hosts first; three or four, or pictures become crowded. */
  private final Map<String, Portrait> portraits;

  private final List<Plot> plots = new ArrayList<>();

  private Plots(Map<String, Portrait> portraits) {
    this.portraits = new LinkedHashMap<>(portraits);
  }

  /**
   * The pictures.
   *
   * @param portraits by title, the recorded hosts first, then what is judged
   */
  public static List<Plot> of(Map<String, Portrait> portraits) {
    Plots plots = new Plots(portraits);
    for (Attribute attribute :
        List.of(Attribute.BYTES, Attribute.PACKETS, Attribute.DURATION, Attribute.GAP)) {
      plots.marginal(attribute);
    }
    plots.hours();
    plots.autocorrelation();
    plots.quiet();
    plots.roc();
    plots.heat();
    plots.hosts();
    plots.services();
    return List.copyOf(plots.plots);
  }

  private void marginal(Attribute attribute) {
    LogBins bins = Portrait.bins(attribute);
    double[] x = new double[Portrait.BINS];
    for (int bin = 0; bin < x.length; bin++) {
      x[bin] = Math.exp((bin + .5) * bins.width());
    }
    List<Line> lines = new ArrayList<>();
    portraits.forEach(
        (title, portrait) ->
            lines.add(line(title, x, portrait.shares().getOrDefault(attribute, x))));
    String unit =
        attribute == Attribute.DURATION ? ", ms" : attribute == Attribute.GAP ? ", s" : "";
    lines(
        new Axes(attribute.title(), "1 + " + attribute.title() + unit, "share", true, false),
        lines,
        "Share of flows by " + attribute.title() + " in " + x.length + " logarithmic bins.");
  }

  private void hours() {
    List<Line> lines = new ArrayList<>();
    portraits.forEach(
        (title, portrait) ->
            lines.add(line(title, range(0, portrait.hours().length), portrait.hours())));
    lines(
        new Axes("flows over the day", "hour (UTC)", "share", false, false),
        lines,
        "Share of the flows that end in each hour of the day.");
  }

  private void autocorrelation() {
    List<Line> lines = new ArrayList<>();
    portraits.forEach(
        (title, portrait) ->
            lines.add(
                line(
                    title,
                    range(1, portrait.autocorrelation().length),
                    portrait.autocorrelation())));
    lines(
        new Axes("autocorrelation of ln bytes", "lag, flows", "correlation", false, false),
        lines,
        "Autocorrelation along the hosts' streams; hosts with fewer than 200 flows left out.");
  }

  private void quiet() {
    int[] seconds = new InterArrivals().seconds();
    List<Line> lines = new ArrayList<>();
    portraits.forEach(
        (title, portrait) -> {
          double[] y = Arrays.stream(portrait.quiet()).takeWhile(share -> share > 0).toArray();
          double[] x = Arrays.stream(seconds).limit(y.length).mapToDouble(s -> s + 1.0).toArray();
          lines.add(line(title, x, y));
        });
    lines(
        new Axes("time between flows", "1 + seconds", "P(delta-t > seconds)", true, true),
        lines,
        "How often a host is quiet for longer than so many seconds.");
  }

  private void roc() {
    List<Line> lines = new ArrayList<>();
    portraits.forEach(
        (title, portrait) -> {
          if (!portrait.roc().isEmpty()) {
            lines.add(roc(title, portrait.roc().get(0).points()));
          }
        });
    if (!lines.isEmpty()) {
      lines.add(new Line("chance", -1, new double[] {0, 1}, new double[] {0, 1}));
      lines(
          new Axes(
              "classifier, 5 rows", "real taken for the other", "the other found", false, false),
          lines,
          "A random forest told to find the other flows among recorded ones; one of its two"
              + " halves.");
    }
  }

  private Line roc(String title, List<RocCurve.Point> points) {
    int step = Math.max(1, points.size() / ROC_POINTS);
    List<RocCurve.Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size() - 1; i += step) {
      kept.add(points.get(i));
    }
    kept.add(points.get(points.size() - 1));
    return line(
        title,
        kept.stream().mapToDouble(RocCurve.Point::falsePositiveRate).toArray(),
        kept.stream().mapToDouble(RocCurve.Point::truePositiveRate).toArray());
  }

  private void heat() {
    double max = 1;
    for (Portrait portrait : portraits.values()) {
      for (long[] row : portrait.hostHours()) {
        max = Math.max(max, Math.log1p((double) Arrays.stream(row).max().orElse(0)));
      }
    }
    int shown = 0;
    for (Map.Entry<String, Portrait> entry : portraits.entrySet()) {
      if (shown++ < 2) {
        double[][] rows =
            Arrays.stream(entry.getValue().hostHours())
                .map(
                    row ->
                        Arrays.stream(row)
                            .mapToDouble(flows -> Math.log1p((double) flows))
                            .toArray())
                .toArray(double[][]::new);
        plots.add(
            new Plot(
                "ln(1 + flows) of each host in each hour, busiest host at the top: "
                    + entry.getKey()
                    + ".",
                SvgChart.heat(
                    new Axes(entry.getKey(), "hour (UTC)", "host", false, false),
                    rows,
                    max,
                    id())));
      }
    }
  }

  /** Hosts as points: the first two principal components of their standardised profiles. */
  private void hosts() {
    List<double[]> all = new ArrayList<>();
    portraits.values().forEach(portrait -> all.addAll(List.of(portrait.profiles())));
    if (all.size() < 3) {
      return;
    }
    double[][] rows = standardised(all);
    double[][] projected = new PCA(2).fitAndTransform(rows);
    List<Line> clouds = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, Portrait> entry : portraits.entrySet()) {
      int count = entry.getValue().profiles().length;
      double[][] of = Arrays.copyOfRange(projected, at, at + count);
      clouds.add(line(entry.getKey(), column(of, 0), column(of, 1)));
      at += count;
    }
    plots.add(
        new Plot(
            "Each host as a point: the first two principal components of the standardised"
                + " profiles of all hosts shown.",
            SvgChart.points(
                new Axes("hosts", "component 1", "component 2", false, false), clouds, id())));
  }

  /** Services as points: of the first two portraits, learned from the flows of each alone. */
  private void services() {
    List<Map.Entry<String, Portrait>> shown = portraits.entrySet().stream().limit(2).toList();
    if (shown.size() == 2) {
      ServiceMap.of(
              shown.get(0).getKey(),
              shown.get(0).getValue().services(),
              shown.get(1).getKey(),
              shown.get(1).getValue().services())
          .ifPresent(
              map ->
                  plots.add(
                      new Plot(
                          "Services as vectors that the flows of each side teach by themselves (8"
                              + " numbers, near where the same hosts have them), turned onto the"
                              + " recorded ones; first two principal components.",
                          map.element(id()))));
    }
  }

  private static double[][] standardised(List<double[]> rows) {
    int width = rows.get(0).length;
    double[][] scaled = rows.stream().map(double[]::clone).toArray(double[][]::new);
    for (int i = 0; i < width; i++) {
      double[] column = column(scaled, i);
      double mean = Arrays.stream(column).average().orElse(0);
      double deviation =
          Math.sqrt(Arrays.stream(column).map(x -> (x - mean) * (x - mean)).average().orElse(0));
      for (double[] row : scaled) {
        row[i] = deviation > 1e-12 ? (row[i] - mean) / deviation : 0;
      }
    }
    return scaled;
  }

  private static double[] column(double[][] rows, int i) {
    return Arrays.stream(rows).mapToDouble(row -> row[i]).toArray();
  }

  private static double[] range(int first, int count) {
    double[] range = new double[count];
    for (int i = 0; i < count; i++) {
      range[i] = first + i;
    }
    return range;
  }

  private void lines(Axes axes, List<Line> lines, String caption) {
    if (lines.stream().anyMatch(line -> line.x().length > 0)) {
      plots.add(new Plot(caption, SvgChart.lines(axes, lines, id())));
    }
  }

  private Line line(String title, double[] x, double[] y) {
    return new Line(title, List.copyOf(portraits.keySet()).indexOf(title), x, y);
  }

  private String id() {
    return "p" + plots.size();
  }
}
