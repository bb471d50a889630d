package io.flowstan.trainer.evaluate;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.MarkdownText;
import io.flowstan.trainer.report.Outcome;
import io.flowstan.trainer.report.Report;
import io.flowstan.trainer.report.ReportFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowstan evaluate}: how real generated flows are and how useful, in numbers. */
@Command(
    name = "evaluate",
    description =
        "Judges a model, or a synthetic table, by recorded flows of hosts it has not seen.",
    footer = {
      "",
      "With --train every figure stands beside the same figure between recorded hosts (the floor)"
          + " and that of baselines. With --report it writes DIR/report.json, DIR/report.md and"
          + " DIR/report.html; compare tells two report.json apart."
    })
public final class EvaluateCommand implements FlowstanCommand {
  @Mixin private final EvaluateOptions options = new EvaluateOptions();
  @Mixin private final InputOptions input = new InputOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    options.check();
    ReportFolder folder = options.report == null ? null : ReportFolder.check(options.report);
    Inputs inputs = Inputs.open(options, input.onError());
    Evaluation.Result result;
    try (ProgressLine bar =
        output.progress("evaluate", "steps", Evaluation.steps(options, inputs))) {
      result = new Evaluation(options, inputs, new Steps(bar)).run();
    }
    if (folder != null) {
      folder.write(result.report(), result.plots());
    }
    output.people().print(MarkdownText.summary(result.report()));
    if (folder != null) {
      output.people().println("The whole report: " + folder.folder().resolve("report.html"));
    }
    output.people().flush();
    output.json(
        new Summary(
            folder == null ? null : folder.folder().toString(),
            result.flows(),
            result.seconds(),
            result.flows() / Math.max(1e-9, result.seconds()),
            result.report().setting().hosts(),
            Report.within(result.report().headlines(), Contestant.MODEL),
            Report.present(result.report().headlines(), Contestant.MODEL),
            headlines(result.report())));
    return ExitCode.DONE;
  }

  private static Map<String, @Nullable Double> headlines(Report report) {
    Map<String, @Nullable Double> means = new LinkedHashMap<>();
    report
        .headlines()
        .forEach(
            figure -> {
              Outcome outcome = figure.of(Contestant.MODEL);
              means.put(figure.key(), outcome == null ? null : outcome.mean());
            });
    return means;
  }

  /**
   * The last line of {@code evaluate --json}.
   *
   * @param flows of what was judged, over all draws
   * @param seconds it took one thread to make them, or to evaluate a table
   * @param hosts on either side of a figure
   * @param headlinesWithin headline figures that are within their limit
   * @param headlinesPresent headline figures that the tables allow
   * @param headlines by key the mean over the draws
   */
  private record Summary(
      @Nullable String folder,
      long flows,
      double seconds,
      double flowsPerSecond,
      int hosts,
      long headlinesWithin,
      long headlinesPresent,
      Map<String, @Nullable Double> headlines) {}
}
