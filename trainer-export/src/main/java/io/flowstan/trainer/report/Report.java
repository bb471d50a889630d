package io.flowstan.trainer.report;

import io.flowstan.trainer.command.Provenance.DataFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate} found; the content of {@code report.json}.
 *
 * @param command the command line that repeats it, files by name only
 * @param bundles SHA-256 of the bundles' manifests, by role
 * @param files the files read, the recorded table and its hosts first
 * @param data the recorded tables, by role
 * @param methods how each metric measures, by its name
 * @param facts of one table at a time, by whose they are, mean over the draws
 * @param privacy whose flows were trained on, guessed; null where that was not measured
 * @param seconds how long what took, summed over draws and threads
 * @param notes what was left out and why, and how to read some numbers
 */
public record Report(
    String command,
    String program,
    String java,
    Map<String, String> bundles,
    List<DataFile> files,
    Setting setting,
    Map<String, DataCounts> data,
    List<Contestant> contenders,
    List<FigureResult> figures,
    Map<String, String> methods,
    Map<String, Map<String, Double>> facts,
    List<Likelihood> likelihood,
    List<TaskResult> tasks,
    @Nullable Privacy privacy,
    Map<String, Double> seconds,
    List<String> notes) {
  /** Role of the table that everything is compared with. */
  public static final String RECORDED = "recorded";

  /** Role of the table that models and baselines learned from. */
  public static final String TRAINING = "training";

  /** The figures that verdicts on whole models rest on. */
  public List<FigureResult> headlines() {
    return figures.stream().filter(FigureResult::headline).toList();
  }

  /** What the contender with {@code key} is called; the key itself where there is none. */
  public String title(String key) {
    return contenders.stream()
        .filter(contender -> contender.key().equals(key))
        .map(Contestant::title)
        .findFirst()
        .orElse(key);
  }

  /** How many of {@code of} the contender is within the limit of. */
  public static long within(List<FigureResult> of, String contender) {
    return of.stream().filter(figure -> verdict(figure, contender) == Verdict.WITHIN).count();
  }

  /** How many of {@code of} the contender has a value of. */
  public static long present(List<FigureResult> of, String contender) {
    return of.stream().filter(figure -> verdict(figure, contender) != Verdict.ABSENT).count();
  }

  private static Verdict verdict(FigureResult figure, String contender) {
    Outcome outcome = figure.of(contender);
    return outcome == null ? Verdict.ABSENT : outcome.verdict();
  }
}
