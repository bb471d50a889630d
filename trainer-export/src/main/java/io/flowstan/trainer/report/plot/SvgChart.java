package io.flowstan.trainer.report.plot;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts as svg elements that stand inside a page. */
final class SvgChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;
  private static final Color[] COLOURS = {
    new Color(0x222222), new Color(0xD55E00), new Color(0x0072B2), new Color(0x009E73)
  };
  private static final Color REFERENCE = new Color(0xAAAAAA);

  /** More labels than this meet each other on an axis of that width. */
  private static final int LABELS = 12;

  /** The library cannot measure an empty text. */
  private static final String NO_LABEL = " ";

  private static final String PLAIN = "0.###";

  /** What stands before the element in a file of its own, and names a document elsewhere. */
  private static final Pattern PROLOGUE = Pattern.compile("(?s)^.*?(?=<svg)");

  /** Names of XML's namespaces, which no page needs for an svg element inside it. */
  private static final Pattern NAMESPACE = Pattern.compile(" xmlns(:xlink)?=\"[^\"]*\"");

  /** The library names clipping paths after objects in memory, another in each run. */
  private static final Pattern CLIP = Pattern.compile("clip\\d+");

  /** Hundredths of a pixel are enough. */
  private static final Pattern DECIMALS = Pattern.compile("(\\d\\.\\d\\d)\\d+");

  static {
    // no display is needed to write text
    System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
  }

  private SvgChart() {}

  /**
   * A line or, in scatter charts, points.
   *
   * @param place whose colour it has, from 0: the same for the same contender on all pictures; -1
   *     is grey, for what is there to compare with
   */
  record Line(String name, int place, double[] x, double[] y) {
    Color colour() {
      return place < 0 ? REFERENCE : COLOURS[place % COLOURS.length];
    }
  }

  /**
   * What is on the axes.
   *
   * @param logX whether x is on a logarithmic scale; then all x are above 0
   */
  record Axes(String title, String x, String y, boolean logX, boolean logY) {}

  /** Lines over common axes. */
  static String lines(Axes axes, List<Line> lines, String id) {
    return svg(xy(axes, lines, XYSeries.XYSeriesRenderStyle.Line, WIDTH, HEIGHT), id);
  }

  /** Points over common axes. */
  static String points(Axes axes, List<Line> clouds, String id) {
    return svg(xy(axes, clouds, XYSeries.XYSeriesRenderStyle.Scatter, WIDTH, HEIGHT), id);
  }

  /** Points over common axes, with words at their places. */
  static String map(Axes axes, List<Line> clouds, List<PointMap.Point> words, String id) {
    XYChart chart =
        xy(axes, clouds, XYSeries.XYSeriesRenderStyle.Scatter, PointMap.WIDTH, PointMap.HEIGHT);
    chart.getStyler().setAnnotationTextFont(chart.getStyler().getLegendFont());
    for (PointMap.Point word : words) {
      chart.addAnnotation(new AnnotationText(word.label(), word.x(), word.y(), false));
    }
    return svg(chart, id);
  }

  private static XYChart xy(
      Axes axes, List<Line> lines, XYSeries.XYSeriesRenderStyle style, int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(axes.title())
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    plain(chart);
    chart.getStyler().setDefaultSeriesRenderStyle(style);
    chart.getStyler().setXAxisLogarithmic(axes.logX());
    chart.getStyler().setYAxisLogarithmic(axes.logY());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setXAxisLogarithmicDecadeOnly(true);
    chart.getStyler().setYAxisLogarithmicDecadeOnly(true);
    chart.getStyler().setMarkerSize(6);
    if (!axes.logX()) {
      chart.getStyler().setXAxisDecimalPattern(PLAIN);
      sparse(chart, lines);
    }
    if (!axes.logY()) {
      chart.getStyler().setYAxisDecimalPattern(PLAIN);
    }
    for (Line line : lines) {
      if (line.x().length > 0) {
        XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
        series.setLineColor(line.colour());
        series.setMarkerColor(line.colour());
        if (style == XYSeries.XYSeriesRenderStyle.Line) {
          series.setMarker(SeriesMarkers.NONE);
          series.setLineWidth(1.6f);
        }
      }
    }
    return chart;
  }

  /** Where x counts something, one label for each would run into the next: keeps some. */
  private static void sparse(XYChart chart, List<Line> lines) {
    double last = lines.stream().mapToDouble(line -> last(line.x())).max().orElse(0);
    boolean counts =
        lines.stream().flatMapToDouble(line -> Arrays.stream(line.x())).allMatch(SvgChart::isWhole);
    if (counts && last > LABELS) {
      int step = last > 2 * LABELS ? 10 : 3;
      chart
          .getStyler()
          .setxAxisTickLabelsFormattingFunction(
              x -> isWhole(x) && x % step == 0 ? Long.toString(Math.round(x)) : NO_LABEL);
    }
  }

  private static double last(double[] x) {
    return x.length == 0 ? 0 : x[x.length - 1];
  }

  private static boolean isWhole(double x) {
    return x == Math.rint(x);
  }

  /** A field of values, {@code [rows][columns]}, the first row at the top. */
  static String heat(Axes axes, double[][] rows, double max, String id) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(axes.title())
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    plain(chart);
    chart.getStyler().setMin(0);
    chart.getStyler().setMax(Math.ceil(max));
    chart.getStyler().setRangeColors(new Color[] {Color.WHITE, new Color(0x0072B2)});
    chart.getStyler().setXAxisMaxLabelCount(9);
    List<Integer> x = new java.util.ArrayList<>();
    List<Integer> y = new java.util.ArrayList<>();
    List<Number[]> values = new java.util.ArrayList<>();
    for (int column = 0; column < rows[0].length; column++) {
      x.add(column);
    }
    for (int row = 0; row < rows.length; row++) {
      y.add(rows.length - row);
      for (int column = 0; column < rows[row].length; column++) {
        values.add(new Number[] {column, row, rows[rows.length - 1 - row][column]});
      }
    }
    chart.addSeries(axes.title(), x, y, values);
    return svg(chart, id);
  }

  private static void plain(Chart<?, ?> chart) {
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
  }

  private static String svg(Chart<?, ?> chart, String id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException("a chart that memory cannot hold", e);
    }
    String text = PROLOGUE.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceFirst("");
    text = NAMESPACE.matcher(text).replaceAll("");
    Map<String, String> clips = new LinkedHashMap<>();
    text =
        CLIP.matcher(text)
            .replaceAll(
                match -> clips.computeIfAbsent(match.group(), name -> "clip" + clips.size()));
    return DECIMALS
        .matcher(text)
        .replaceAll("$1")
        .replace("id=\"", "id=\"" + id + "-")
        .replace("url(#", "url(#" + id + "-")
        .replace("href=\"#", "href=\"#" + id + "-")
        .strip();
  }
}
