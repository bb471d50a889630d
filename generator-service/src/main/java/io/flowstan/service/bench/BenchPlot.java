package io.flowstan.service.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A result as a picture: flows a second over the number of hosts, an SVG file of its own. */
public final class BenchPlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int RIGHT = 24;
  private static final int TOP = 40;
  private static final int BOTTOM = 56;
  private static final int GRID_LINES = 5;

  private final BenchResult result;
  private final double top;

  /** A line of the picture. */
  private record Line(
      String name, String colour, ToDoubleFunction<BenchResult.AtHosts> flowsPerSecond) {}

  private static final List<Line> LINES =
      List.of(
          new Line("engine alone", "#0072B2", at -> at.engine().flowsPerSecond()),
          new Line("service, at least once", "#009E73", at -> at.atLeastOnce().flowsPerSecond()),
          new Line("service, exactly once", "#D55E00", at -> at.exactlyOnce().flowsPerSecond()));

  public BenchPlot(BenchResult result) {
    this.result = result;
    double most = result.producerPerfRecordsPerSecond();
    for (BenchResult.AtHosts at : result.byHosts()) {
      for (Line line : LINES) {
        most = Math.max(most, line.flowsPerSecond().applyAsDouble(at));
      }
    }
    this.top = roundUp(most);
  }

  /** The whole file. */
  public String svg() {
    StringBuilder svg = new StringBuilder(4_096);
    svg.append(
        text(
            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'"
                + " font-family='sans-serif' font-size='12'>\n<rect width='100%%' height='100%%'"
                + " fill='white'/>\n",
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    svg.append(label(LEFT, 20, "start", "Flows a second by number of hosts"));
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = top * i / GRID_LINES;
      svg.append(line(LEFT, y(value), WIDTH - RIGHT, y(value), "#DDDDDD", ""));
      svg.append(label(LEFT - 8, y(value) + 4, "end", text("%,.0f", value)));
    }
    for (BenchResult.AtHosts at : result.byHosts()) {
      svg.append(label(x(at.hosts()), HEIGHT - BOTTOM + 20, "middle", text("%,d", at.hosts())));
    }
    double ceiling = result.producerPerfRecordsPerSecond();
    svg.append(
        line(LEFT, y(ceiling), WIDTH - RIGHT, y(ceiling), "#666666", " stroke-dasharray='6 4'"));
    svg.append(label(WIDTH - RIGHT, y(ceiling) - 6, "end", "Kafka's ProducerPerformance"));
    for (int i = 0; i < LINES.size(); i++) {
      svg.append(curve(LINES.get(i)));
      double legend = LEFT + i * 180.0;
      svg.append(line(legend, HEIGHT - 12, legend + 20, HEIGHT - 12, LINES.get(i).colour(), ""));
      svg.append(label(legend + 26, HEIGHT - 8, "start", LINES.get(i).name()));
    }
    return svg.append("</svg>\n").toString();
  }

  private String curve(Line line) {
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (BenchResult.AtHosts at : result.byHosts()) {
      double x = x(at.hosts());
      double y = y(line.flowsPerSecond().applyAsDouble(at));
      points.append(text("%.1f,%.1f ", x, y));
      dots.append(text("<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>\n", x, y, line.colour()));
    }
    return text(
            "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>\n",
            points.toString().strip(), line.colour())
        + dots;
  }

  /** Numbers of hosts stand on a logarithmic axis, one alone in the middle. */
  private double x(int hosts) {
    double first = Math.log(result.byHosts().get(0).hosts());
    double last = Math.log(result.byHosts().get(result.byHosts().size() - 1).hosts());
    double place = last > first ? (Math.log(hosts) - first) / (last - first) : 0.5;
    double margin = 30;
    return LEFT + margin + place * (WIDTH - LEFT - RIGHT - 2 * margin);
  }

  private double y(double flowsPerSecond) {
    return HEIGHT - BOTTOM - flowsPerSecond / top * (HEIGHT - TOP - BOTTOM);
  }

  private static double roundUp(double value) {
    double unit = Math.pow(10, Math.floor(Math.log10(value)));
    return Math.ceil(value / unit) * unit;
  }

  private static String line(
      double x1, double y1, double x2, double y2, String colour, String more) {
    return text(
        "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='1.5'%s/>\n",
        x1, y1, x2, y2, colour, more);
  }

  private static String label(double x, double y, String anchor, String words) {
    return text("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>\n", x, y, anchor, words);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
