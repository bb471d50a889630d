package io.flowstan.trainer.evaluate;

import io.flowstan.cli.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code evaluate} is asked: which tables, which model, which comparisons. */
final class EvaluateOptions {
  /** What {@code --skip} may name. */
  enum Part {
    TASKS,
    LIKELIHOOD,
    CLASSIFIER
  }

  @Option(
      names = "--real",
      required = true,
      paramLabel = "FILE",
      description = "Recorded flows to judge by, a UGR'16 table, plain or gzip.")
  Path real = Path.of("");

  @Option(
      names = "--hosts",
      required = true,
      paramLabel = "FILE",
      description = "The hosts of --real, one IPv4 address a line; none the model was trained on.")
  Path hosts = Path.of("");

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "The flows that the model was trained on: for the floor, baselines, novelty and tasks.")
  @Nullable Path train;

  @Option(names = "--train-hosts", paramLabel = "FILE", description = "The hosts of --train.")
  @Nullable Path trainHosts;

  @Option(
      names = "--bundle",
      paramLabel = "BUNDLE",
      description = "Model (default: the shipped one).")
  @Nullable Path bundle;

  @Option(
      names = "--synthetic",
      paramLabel = "FILE",
      description = "Judge this table in place of a model; rows that break rules count.")
  @Nullable Path synthetic;

  @Option(
      names = "--synthetic-hosts",
      paramLabel = "FILE",
      description = "The hosts of --synthetic.")
  @Nullable Path syntheticHosts;

  @Option(
      names = "--memoryless-bundle",
      paramLabel = "BUNDLE",
      description = "The same model trained with --memoryless, to compare with.")
  @Nullable Path memorylessBundle;

  @Option(
      names = "--stan",
      paramLabel = "BUNDLE",
      description = "STAN, trained with --architecture stan, as one more baseline.")
  @Nullable Path stan;

  @Option(
      names = "--baselines",
      paramLabel = "NAMES",
      defaultValue = "all",
      split = ",",
      description =
          "Some of b1 (independent mixtures), b2 (naive Bayes on the previous row), b3, b3s"
              + " (Bayesian networks in and over rows), b4 (row bootstrap); all or none.")
  List<String> baselines = List.of();

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "5",
      description = "Sets of hosts that each contender is judged by.")
  int draws;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Where all draws come from; draw k of a generator has the seed S + k.")
  long seed;

  @Option(
      names = "--skip",
      paramLabel = "PARTS",
      split = ",",
      description = "Leave out some of tasks, likelihood, classifier.")
  Set<Part> skip = Set.of();

  @Option(
      names = "--shadows",
      paramLabel = "DIR",
      description = "What flowstan shadows made of --train and --real: to attack privacy with.")
  @Nullable Path shadows;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write report.json, report.md and report.html.")
  @Nullable Path report;

  /** Refuses what does not go together. */
  void check() {
    both("--train", train, "--train-hosts", trainHosts);
    both("--synthetic", synthetic, "--synthetic-hosts", syntheticHosts);
    if (synthetic != null && bundle != null) {
      throw new UsageException("--synthetic and --bundle: expected one of them");
    }
    if (synthetic != null && memorylessBundle != null) {
      throw new UsageException("--synthetic and --memoryless-bundle: expected one of them");
    }
    if (shadows != null && train == null) {
      throw new UsageException("--shadows without --train: expected both: members are its hosts");
    }
    if (draws < 1) {
      throw new UsageException("--draws " + draws + ": expected at least 1");
    }
    BaselineKind.parse(baselines);
  }

  private static void both(
      String name, @Nullable Path value, String otherName, @Nullable Path other) {
    if ((value == null) != (other == null)) {
      throw new UsageException(name + " and " + otherName + ": expected both or neither");
    }
  }

  boolean skips(Part part) {
    return skip.contains(part);
  }

  /** The command line that repeats the evaluation, files by name only. */
  String commandLine() {
    List<String> words = new ArrayList<>(List.of("evaluate"));
    append(words, "--real", real);
    append(words, "--hosts", hosts);
    append(words, "--train", train);
    append(words, "--train-hosts", trainHosts);
    append(words, "--bundle", bundle);
    append(words, "--synthetic", synthetic);
    append(words, "--synthetic-hosts", syntheticHosts);
    append(words, "--memoryless-bundle", memorylessBundle);
    append(words, "--stan", stan);
    if (train != null) {
      words.add("--baselines " + String.join(",", baselines));
    }
    words.add("--draws " + draws + " --seed " + seed);
    if (!skip.isEmpty()) {
      words.add(
          "--skip "
              + String.join(
                  ",",
                  skip.stream()
                      .sorted()
                      .map(part -> part.name().toLowerCase(java.util.Locale.ROOT))
                      .toList()));
    }
    append(words, "--shadows", shadows);
    append(words, "--report", report);
    return String.join(" ", words);
  }

  private static void append(List<String> words, String option, @Nullable Path file) {
    if (file != null) {
      Path name = file.toAbsolutePath().normalize().getFileName();
      words.add(option + " " + (name == null ? file : name));
    }
  }
}
