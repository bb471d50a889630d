package io.flowstan.trainer.command;

import io.flowstan.cli.UsageException;
import io.flowstan.codec.Memory;
import io.flowstan.io.OnError;
import io.flowstan.trainer.optimise.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options of {@code train}; {@link #check} says everything that is wrong with them at once. */
final class TrainOptions {
  private static final int DEFAULT_EPOCHS = 4;

  /** With a time limit alone: so many that the time ends first. */
  private static final int EPOCHS_BY_TIME = 1000;

  @Option(
      names = "--flows",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "Recorded flows, a UGR'16 table, plain or gzip.")
  Path flows = Path.of("");

  @Option(
      names = "--hosts",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "The hosts whose flows to learn, one IPv4 address a line.")
  Path hosts = Path.of("");

  @Option(
      names = "--out",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "BUNDLE",
      description = "Where to write the model: a folder, or a file that ends in .zip.")
  Path out = Path.of("");

  @Option(
      names = "--overwrite",
      description = "Replace BUNDLE, and begin anew where a checkpoint is.")
  boolean overwrite;

  @Option(
      names = "--epochs",
      paramLabel = "E",
      description =
          "Passes over the training hosts, at most (default: 4, or what --minutes allows).")
  @Nullable Integer epochs;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Time for training, at most; with it two runs are not the same to the bit.")
  @Nullable Double minutes;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Random seed.")
  long seed;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Flows a step (default: 1024; stan: 64).")
  @Nullable Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "At its peak (default: 0.004; stan: 0.001).")
  @Nullable Double learningRate;

  @Option(
      names = "--patience",
      paramLabel = "E",
      defaultValue = "3",
      description = "Stop after so many epochs without a better validation.")
  int patience;

  @Option(
      names = "--validation-share",
      paramLabel = "X",
      defaultValue = "0.1",
      description = "Share of the hosts held out for validation.")
  double validationShare;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per processor).")
  @Nullable Integer threads;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR",
      description = "Where to keep checkpoints (default: BUNDLE.checkpoint).")
  @Nullable Path checkpointDir;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = "Time between checkpoints, besides one after each epoch.")
  Duration checkpointEvery = Duration.ofMinutes(5);

  @Option(names = "--resume", description = "Go on from the checkpoint.")
  boolean resume;

  @Option(
      names = "--on-error",
      paramLabel = "fail|skip",
      defaultValue = "fail",
      description = "What to do with malformed rows.")
  OnError onError = OnError.FAIL;

  @Option(
      names = "--memoryless",
      description =
          "Train a model that remembers nothing of earlier flows: to compare with, not to run.")
  boolean memoryless;

  @Option(
      names = "--architecture",
      paramLabel = "flowstan|stan",
      defaultValue = "flowstan",
      description =
          "The product's network, or STAN as its authors describe it: to compare with by evaluate"
              + " --stan, not to run.")
  Architecture architecture = Architecture.FLOWSTAN;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Flows of a pass of stan, drawn anew for each (default: 40000).")
  @Nullable Integer rows;

  int batch() {
    return batch != null ? batch : architecture.batch();
  }

  double learningRate() {
    return learningRate != null ? learningRate : architecture.learningRate();
  }

  int rows() {
    return rows != null ? rows : Architecture.STAN_ROWS;
  }

  Memory memory() {
    return memoryless ? Memory.NONE : Memory.FULL;
  }

  /** Refuses values out of range, all in one message. */
  void check() {
    List<String> problems = new ArrayList<>();
    require(epochs == null || epochs >= 1, "--epochs", epochs, "a whole number >= 1", problems);
    require(
        minutes == null || (minutes > 0 && minutes < 1e6), "--minutes", minutes, "> 0", problems);
    require(batch() >= 1, "--batch", batch, "a whole number >= 1", problems);
    require(
        learningRate() > 0 && learningRate() < 1,
        "--learning-rate",
        learningRate,
        "between 0 and 1",
        problems);
    boolean stan = architecture == Architecture.STAN;
    require(rows == null || stan, "--rows", rows, "only with --architecture stan", problems);
    require(rows() >= 1, "--rows", rows, "a whole number >= 1", problems);
    if (memoryless && stan) {
      problems.add("--memoryless: expected with --architecture flowstan only");
    }
    require(patience >= 1, "--patience", patience, "a whole number >= 1", problems);
    require(
        validationShare > 0 && validationShare < 1,
        "--validation-share",
        validationShare,
        "between 0 and 1",
        problems);
    require(threads == null || threads >= 1, "--threads", threads, ">= 1", problems);
    if (!problems.isEmpty()) {
      throw new UsageException(String.join("; ", problems));
    }
  }

  TrainingSettings settings() {
    TrainingSettings usual = TrainingSettings.of(1, seed);
    return new TrainingSettings(
        epochs != null ? epochs : minutes != null ? EPOCHS_BY_TIME : DEFAULT_EPOCHS,
        minutes == null ? null : Duration.ofMillis(Math.max(1, Math.round(minutes * 60_000))),
        seed,
        learningRate(),
        usual.warmUpSteps(),
        usual.finalLearningRateShare(),
        usual.weightDecay(),
        usual.clipNorm(),
        usual.averageDecay(),
        patience);
  }

  int threadCount() {
    return threads != null ? threads : Runtime.getRuntime().availableProcessors();
  }

  Path checkpointFolder() {
    return checkpointDir != null
        ? checkpointDir
        : out.toAbsolutePath().resolveSibling(out.getFileName() + ".checkpoint");
  }

  /** The command that repeats this run, files by name. */
  String commandLine() {
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(List.of("--flows", flows.getFileName().toString()));
    words.addAll(List.of("--hosts", hosts.getFileName().toString()));
    words.addAll(List.of("--out", out.getFileName().toString()));
    if (epochs != null) {
      words.addAll(List.of("--epochs", epochs.toString()));
    }
    if (minutes != null) {
      words.addAll(List.of("--minutes", minutes.toString()));
    }
    words.addAll(List.of("--seed", Long.toString(seed), "--batch", Integer.toString(batch())));
    words.addAll(List.of("--learning-rate", Double.toString(learningRate())));
    words.addAll(List.of("--patience", Integer.toString(patience)));
    words.addAll(List.of("--validation-share", Double.toString(validationShare)));
    words.addAll(List.of("--threads", Integer.toString(threadCount())));
    words.addAll(List.of("--on-error", onError.toString()));
    if (memoryless) {
      words.add("--memoryless");
    }
    if (architecture == Architecture.STAN) {
      words.addAll(List.of("--architecture", architecture.toString()));
      words.addAll(List.of("--rows", Integer.toString(rows())));
    }
    return String.join(" ", words);
  }

  private static void require(
      boolean holds,
      String option,
      @Nullable Object value,
      String expected,
      List<String> problems) {
    if (!holds) {
      problems.add(option + " " + value + ": expected " + expected);
    }
  }
}
