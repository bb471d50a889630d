package io.flowstan.trainer.report.plot;

import io.flowstan.trainer.report.plot.SvgChart.Axes;
import io.flowstan.trainer.report.plot.SvgChart.Line;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Points on a plane, coloured by group, some of them with a word above them. Where words would run
 * into each other the earlier point keeps its own.
 */
public record PointMap(String title, List<Point> points) {

  static final int WIDTH = 860;
  static final int HEIGHT = 560;

  /** Room for a letter and for a line, as shares of the width and the height of the plane. */
  private static final double LETTER = .0085;

  private static final double LINE = .034;

  /** A point; an empty label is none. */
  public record Point(String group, String label, double x, double y) {}

  public PointMap {
    points = List.copyOf(points);
  }

  /** Maps one below the other as a file of their own. */
  public static String svg(List<PointMap> maps) {
    StringBuilder text = new StringBuilder();
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .append(" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"")
        .append(WIDTH)
        .append("\" height=\"")
        .append(HEIGHT * maps.size())
        .append("\">\n");
    for (int i = 0; i < maps.size(); i++) {
      text.append("<g transform=\"translate(0 ")
          .append(HEIGHT * i)
          .append(")\">\n")
          .append(maps.get(i).description())
          .append(maps.get(i).element("m" + i))
          .append("\n</g>\n");
    }
    return text.append("</svg>\n").toString();
  }

  /** The words again as text, since the library draws letters as curves. */
  private String description() {
    String words = words().stream().map(Point::label).collect(Collectors.joining(", "));
    return "<title>" + escaped(title) + "</title>\n<desc>" + escaped(words) + "</desc>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** The map as an svg element inside a page. */
  String element(String id) {
    Map<String, List<Point>> groups = new LinkedHashMap<>();
    for (Point point : points) {
      groups.computeIfAbsent(point.group(), absent -> new ArrayList<>()).add(point);
    }
    List<Line> clouds = new ArrayList<>();
    groups.forEach(
        (group, of) ->
            clouds.add(
                new Line(
                    group,
                    clouds.size(),
                    of.stream().mapToDouble(Point::x).toArray(),
                    of.stream().mapToDouble(Point::y).toArray())));
    return SvgChart.map(
        new Axes(title, "component 1", "component 2", false, false), clouds, words(), id);
  }

  /** The labels at their places: above their points, none upon another. */
  private List<Point> words() {
    double width = range(points.stream().mapToDouble(Point::x).summaryStatistics());
    double height = range(points.stream().mapToDouble(Point::y).summaryStatistics());
    List<Point> words = new ArrayList<>();
    for (Point point : points) {
      boolean free =
          words.stream()
              .noneMatch(
                  word ->
                      Math.abs(word.x() - point.x())
                              < LETTER
                                  * width
                                  * (word.label().length() + point.label().length())
                                  / 2
                          && Math.abs(word.y() - LINE * height - point.y()) < LINE * height);
      if (!point.label().isEmpty() && free) {
        words.add(new Point(point.group(), point.label(), point.x(), point.y() + LINE * height));
      }
    }
    return words;
  }

  private static double range(DoubleSummaryStatistics values) {
    return Math.max(1e-9, values.getMax() - values.getMin());
  }
}
