package io.flowstan.trainer.report;

import io.flowstan.flow.FlowRule;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.report.Contestant.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports with figures that a test chooses. */
public final class SmallReport {
  private final List<FigureResult> figures = new ArrayList<>();
  private String realDigest = "aa";

  /** Adds a headline figure, ideal 0 and bar 0.1, with values of the floor and of the model. */
  public SmallReport with(String key, List<Double> floor, List<Double> model) {
    return with(key, floor, Draws.of(model, List.of()));
  }

  /** The same, the model's with rounds of a bootstrap. */
  public SmallReport with(String key, List<Double> floor, Draws model) {
    Map<String, Draws> values = new LinkedHashMap<>();
    values.put(Contestant.FLOOR, Draws.of(floor, List.of()));
    values.put(Contestant.MODEL, model);
    Figure figure = Figure.distance(key, "title of " + key, "<unit> | 1", .1).asHeadline();
    figures.add(FigureResult.of("metric", figure, values));
    return this;
  }

  /** Names other recorded flows. */
  public SmallReport of(String digest) {
    realDigest = digest;
    return this;
  }

  /** The report. */
  public Report build() {
    Interval interval = new Interval(1, .5, 1.5);
    return new Report(
        "evaluate --real real.csv",
        "flowstan 1",
        "17",
        Map.of("bundle", "bb"),
        List.of(new DataFile("real.csv", 10, realDigest), new DataFile("hosts.txt", 1, "cc")),
        new Setting(4, 2, 200, 1, FigureResult.FLOOR_FACTOR, 1),
        Map.of(
            "recorded",
            new DataCounts(4, 100, 0, Map.of(FlowRule.SINGLE_PACKET_IS_INSTANT, 3L), .97)),
        List.of(
            new Contestant("floor", "other real hosts", Role.FLOOR, 2, 4, 99.5),
            new Contestant("model", "model", Role.JUDGED, 2, 4, 101)),
        figures,
        Map.of("metric", "by hand"),
        Map.of("recorded", Map.of("acf.bytes.lag-1", .25)),
        List.of(new Likelihood("b1", Map.of("bytes", 8.2), interval, interval, null)),
        List.of(
            new TaskResult(
                "model",
                "task.x",
                "a task",
                "F1",
                true,
                .9,
                .8,
                .5,
                .75,
                List.of(new TaskResult.Replacement(.5, .85)))),
        new Privacy(
            8,
            4,
            2,
            List.of(
                new Privacy.Attack("ratio", "control", 4, 2, 2, interval, interval),
                new Privacy.Attack("nearest", "model", 4, 2, 2, interval, null)),
            List.of(new Privacy.Trace("port", 3, 1_000, 1, 2_000)),
            List.of("caught <it>")),
        Map.of("marginal", 1.5),
        List.of("a note with <brackets>"));
  }
}
