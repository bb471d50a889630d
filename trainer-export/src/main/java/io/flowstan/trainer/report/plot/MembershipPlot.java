package io.flowstan.trainer.report.plot;

import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.report.plot.SvgChart.Axes;
import io.flowstan.trainer.report.plot.SvgChart.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The picture of attacks on members: a ROC curve for each target. */
public final class MembershipPlot {
  private MembershipPlot() {}

  /** The picture of {@code curves}, by title; three at most, or it becomes crowded. */
  public static Plot of(Map<String, RocCurve> curves) {
    List<Line> lines = new ArrayList<>();
    curves.forEach(
        (title, curve) -> {
          List<RocCurve.Point> points = curve.points();
          lines.add(
              new Line(
                  title,
                  lines.size(),
                  points.stream().mapToDouble(RocCurve.Point::falsePositiveRate).toArray(),
                  points.stream().mapToDouble(RocCurve.Point::truePositiveRate).toArray()));
        });
    lines.add(new Line("chance", -1, new double[] {0, 1}, new double[] {0, 1}));
    return new Plot(
        "Attacks that guess whose flows were trained on; chance is the diagonal.",
        SvgChart.lines(
            new Axes("membership", "others taken for members", "members found", false, false),
            lines,
            "membership"));
  }
}
