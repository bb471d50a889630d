package io.flowstan.trainer.evaluate;

import io.flowstan.cli.BuildVersion;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.cli.UsageException;
import io.flowstan.codec.Memory;
import io.flowstan.engine.EngineModel;
import io.flowstan.score.FlowScorer;
import io.flowstan.score.RecordedHost;
import io.flowstan.score.Score;
import io.flowstan.trainer.baseline.IndependentMarginals;
import io.flowstan.trainer.command.Provenance.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowstan evaluate}: how likely a model finds recorded flows, and what it makes itself. */
@Command(
    name = "evaluate",
    description = "Judges a model by recorded flows of hosts that it has not seen.",
    footer = {"", "Writes DIR/report.json and DIR/report.md."})
public final class EvaluateCommand implements FlowstanCommand {
  private static final int BATCH = 1_024;
  private static final int SEEDS = 3;
  private static final long DAY_SECONDS = 86_400;
  private static final HostBootstrap BOOTSTRAP = new HostBootstrap(1_000, 1);

  @Option(
      names = "--real",
      required = true,
      paramLabel = "FILE",
      description = "Recorded flows to judge by, a UGR'16 table, plain or gzip.")
  private Path real = Path.of("");

  @Option(
      names = "--hosts",
      required = true,
      paramLabel = "FILE",
      description = "The hosts of --real, one IPv4 address a line; none the model was trained on.")
  private Path hosts = Path.of("");

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "The flows that the model was trained on; baselines are fitted to them.")
  private @Nullable Path train;

  @Option(names = "--train-hosts", paramLabel = "FILE", description = "The hosts of --train.")
  private @Nullable Path trainHosts;

  @Option(
      names = "--bundle",
      paramLabel = "BUNDLE",
      description = "Model (default: the shipped one).")
  private @Nullable Path bundle;

  @Option(
      names = "--memoryless-bundle",
      paramLabel = "BUNDLE",
      description = "The same model trained with --memoryless, to compare with.")
  private @Nullable Path memorylessBundle;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "DIR",
      description = "Where to write the report.")
  private Path report = Path.of("");

  @Option(names = "--seed", paramLabel = "S", description = "First seed of three free runs.")
  private long seed = 1;

  @Mixin private final InputOptions input = new InputOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  private final List<String> notes = new ArrayList<>();
  private long generated;
  private double generatingSeconds;

  @Override
  public Integer call() throws IOException {
    if ((train == null) != (trainHosts == null)) {
      throw new UsageException("--train and --train-hosts: expected both or neither");
    }
    ReportFolder folder = ReportFolder.check(report);
    EngineModel model = open(bundle, Memory.FULL);
    EngineModel memoryless = memorylessBundle == null ? null : open(memorylessBundle, Memory.NONE);
    requireSameCodec(model, memoryless);

    Recording judged = Recording.read(real, hosts, input.onError());
    Recording training =
        train == null || trainHosts == null
            ? null
            : Recording.read(train, trainHosts, input.onError());
    Map<Contender, Likelihood> likelihood =
        Likelihood.of(scores(model, memoryless, judged, training), BOOTSTRAP);
    Map<String, StreamFacts.Shares> streams = streams(model, judged, training);

    EvaluationReport found =
        new EvaluationReport(
            commandLine(),
            "flowstan " + BuildVersion.text(),
            Runtime.version().toString(),
            digests(model, memoryless),
            files(judged, training),
            judged.counts(),
            training == null ? null : training.counts(),
            likelihood,
            streams,
            List.copyOf(notes));
    String text = ReportText.of(found);
    folder.write(found, text);
    output.people().print(text);
    output.people().flush();
    output.json(
        new Summary(
            report.toString(),
            generated,
            generatingSeconds,
            generated / Math.max(1e-9, generatingSeconds),
            found));
    return ExitCode.DONE;
  }

  /** The last line of {@code evaluate --json}; flows are those of the free runs. */
  private record Summary(
      String folder, long flows, double seconds, double flowsPerSecond, EvaluationReport report) {}

  private static EngineModel open(@Nullable Path location, Memory expected) throws IOException {
    EngineModel model = EngineModel.open(location);
    String memory = model.bundle().manifest().metrics().path("memory").asText("full");
    if (!memory.equals(expected.title())) {
      throw new FailureException(
          model.bundle()
              + ": trained with memory '"
              + memory
              + "': expected '"
              + expected.title()
              + "' ("
              + (expected == Memory.NONE ? "train --memoryless" : "train without --memoryless")
              + ")");
    }
    return model;
  }

  private static void requireSameCodec(EngineModel model, @Nullable EngineModel memoryless) {
    if (memoryless != null && !memoryless.codec().spec().equals(model.codec().spec())) {
      throw new FailureException(
          memoryless.bundle()
              + ": its vocabularies are not those of "
              + model.bundle()
              + ": expected two models trained on the same flows, hosts and seed");
    }
  }

  private Map<Contender, Score> scores(
      EngineModel model,
      @Nullable EngineModel memoryless,
      Recording judged,
      @Nullable Recording training)
      throws IOException {
    Map<Contender, Score> scores = new EnumMap<>(Contender.class);
    List<RecordedHost> flows = judged.hosts(model.profiles());
    try (FlowScorer scorer = FlowScorer.open(model, BATCH)) {
      try (ProgressLine bar = progress("model", judged)) {
        scores.put(Contender.MODEL, scorer.score(flows, Memory.FULL, bar::stepTo));
      }
      if (flows.size() < 2) {
        notes.add("other hosts' contexts skipped: --hosts lists one host only");
      } else {
        try (ProgressLine bar = progress("other contexts", judged)) {
          scores.put(Contender.OTHER_CONTEXT, scorer.scoreInOthersContexts(flows, bar::stepTo));
        }
        notes.add(
            "another host's context: history beyond the last 8 flows, three-hour context, present"
                + " moment and profile are the next listed host's at the same time; the last 8"
                + " flows, recent peers and last ports stay, because replies, copies and masks"
                + " refer to them");
      }
    }
    if (memoryless == null) {
      notes.add("memoryless model skipped: no --memoryless-bundle");
    } else {
      try (FlowScorer scorer = FlowScorer.open(memoryless, BATCH);
          ProgressLine bar = progress("memoryless", judged)) {
        scores.put(
            Contender.MEMORYLESS,
            scorer.score(judged.hosts(memoryless.profiles()), Memory.NONE, bar::stepTo));
      }
    }
    if (training == null) {
      notes.add("independent marginals skipped: no --train to fit them to");
    } else {
      scores.put(
          Contender.INDEPENDENT_MARGINALS,
          IndependentMarginals.fit(model.codec().spec(), training.hosts(model.profiles()))
              .score(flows));
    }
    return scores;
  }

  private ProgressLine progress(String task, Recording judged) {
    return output.progress(task, "flows", judged.data().flows());
  }

  private Map<String, StreamFacts.Shares> streams(
      EngineModel model, Recording judged, @Nullable Recording training) throws IOException {
    Map<String, StreamFacts.Shares> streams = new LinkedHashMap<>();
    streams.put("recorded", judged.facts());
    if (training != null) {
      streams.put("recorded for training", training.facts());
    }
    Recording like = training == null ? judged : training;
    FreeRun run =
        new FreeRun(
            model,
            like.data().byHost().size(),
            like.data().startSecond(),
            Runtime.getRuntime().availableProcessors());
    long begun = System.nanoTime();
    for (long s = seed; s < seed + SEEDS; s++) {
      try (ProgressLine bar = output.progress("free run " + s, "s simulated", DAY_SECONDS)) {
        StreamFacts.Shares made = run.run(s, bar::stepTo);
        streams.put("generated, seed " + s, made);
        generated += made.flows();
      }
    }
    generatingSeconds = (System.nanoTime() - begun) / 1e9;
    return streams;
  }

  private static Map<String, String> digests(EngineModel model, @Nullable EngineModel memoryless) {
    Map<String, String> digests = new LinkedHashMap<>();
    digests.put("bundle", model.digest());
    if (memoryless != null) {
      digests.put("memoryless bundle", memoryless.digest());
    }
    return digests;
  }

  private static List<DataFile> files(Recording judged, @Nullable Recording training) {
    List<DataFile> files = new ArrayList<>(judged.files());
    if (training != null) {
      files.addAll(training.files());
    }
    return files;
  }

  private String commandLine() {
    StringBuilder words = new StringBuilder("evaluate");
    append(words, "--real", real);
    append(words, "--hosts", hosts);
    append(words, "--train", train);
    append(words, "--train-hosts", trainHosts);
    append(words, "--bundle", bundle);
    append(words, "--memoryless-bundle", memorylessBundle);
    append(words, "--report", report);
    return words.append(" --seed ").append(seed).toString();
  }

  private static void append(StringBuilder words, String option, @Nullable Path file) {
    if (file != null) {
      Path name = file.toAbsolutePath().normalize().getFileName();
      words.append(' ').append(option).append(' ').append(name == null ? file : name);
    }
  }
}
