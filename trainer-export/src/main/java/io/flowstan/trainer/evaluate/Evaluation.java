package io.flowstan.trainer.evaluate;

import io.flowstan.cli.BuildVersion;
import io.flowstan.engine.EngineModel;
import io.flowstan.trainer.baseline.Baseline;
import io.flowstan.trainer.evaluate.EvaluateOptions.Part;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.parallel.Workers;
import io.flowstan.trainer.privacy.PrivacyStudy;
import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.FigureResult;
import io.flowstan.trainer.report.Likelihood;
import io.flowstan.trainer.report.Report;
import io.flowstan.trainer.report.Setting;
import io.flowstan.trainer.report.TaskResult;
import io.flowstan.trainer.report.plot.MembershipPlot;
import io.flowstan.trainer.report.plot.Plot;
import io.flowstan.trainer.report.plot.Plots;
import io.flowstan.trainer.report.plot.Portrait;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One evaluation from its inputs to its report. */
final class Evaluation {
  /** Flows that tables under comparison may hold together, so that they fit into 4 GiB. */
  private static final long MAX_FLOWS_HELD = 6_000_000;

  /** Rounds of the bootstrap over hosts: a standard error is then known to 5 %. */
  private static final int ROUNDS = 200;

  private final EvaluateOptions options;
  private final Inputs inputs;
  private final Steps steps;
  private final Stopwatch stopwatch = new Stopwatch();
  private final List<String> notes = new ArrayList<>();

  Evaluation(EvaluateOptions options, Inputs inputs, Steps steps) {
    this.options = options;
    this.inputs = inputs;
    this.steps = steps;
  }

  /**
   * A report with its pictures.
   *
   * @param flows of the model's free runs, or of the synthetic table's draws
   * @param seconds it took one thread to make them, or to evaluate the table
   */
  record Result(Report report, List<Plot> plots, long flows, double seconds) {}

  /** Steps that {@link #run} counts, roughly: only a bar needs them. */
  static long steps(EvaluateOptions options, Inputs inputs) {
    int baselines = inputs.training() == null ? 0 : BaselineKind.parse(options.baselines).size();
    int compared = options.draws * (1 + baselines + (inputs.training() == null ? 0 : 1));
    int scored = options.skips(Part.LIKELIHOOD) || inputs.model() == null ? 0 : 4 + baselines;
    int stan = inputs.stan() == null ? 0 : 2;
    return compared + baselines + scored + stan + 5L;
  }

  /** Does it all. */
  Result run() throws IOException {
    long begun = System.nanoTime();
    checkShadows();
    int hosts = inputs.comparedHosts();
    FlowTable recorded = inputs.recorded().table(Report.RECORDED);
    Recording training = inputs.training();
    FlowTable trainingTable = training == null ? null : training.table(Report.TRAINING);
    try (Workers workers = new Workers(threads(recorded, hosts), "evaluate")) {
      Field field =
          new Field(recorded, trainingTable, hosts, options.draws, options.seed, this::panel);
      Map<String, Baseline> baselines = new LinkedHashMap<>();
      if (trainingTable == null) {
        notes.add("no --train: no floor, no baselines, no novelty, no tasks; the bar alone judges");
      } else {
        field.addFloor(trainingTable);
      }
      if (inputs.model() != null) {
        field.addModel(inputs.model());
      } else if (inputs.synthetic() != null) {
        field.addSynthetic(inputs.synthetic());
      }
      if (trainingTable != null) {
        baselines.putAll(fit(trainingTable, workers));
        baselines.forEach(field::addBaseline);
      }
      StanRun stan = inputs.stan() == null ? null : new StanRun(inputs.stan(), hosts, recorded);
      if (stan != null) {
        field.addStan(stan);
      }
      notes.addAll(field.notes());

      Arena arena = new Arena(recorded, hosts, ROUNDS, options.seed, workers, stopwatch, steps);
      List<Contender> contenders = field.contenders();
      Map<String, List<Measured>> measured = arena.compare(contenders);
      if (stan != null) {
        notes.addAll(stan.notes());
      }
      List<Measured> ofRecorded = recorded(arena, field.metrics(), recorded.hosts() > hosts);
      List<FigureResult> figures = Arena.judge(field.metrics(), measured);
      List<Likelihood> likelihood = likelihood(baselines);
      List<TaskResult> tasks = tasks(contenders, recorded, workers);
      PrivacyStudy.@Nullable Result privacy = privacy();
      List<Plot> plots = plots(figures, contenders, measured, ofRecorded.get(0), privacy);
      Report report =
          new Report(
              options.commandLine(),
              "flowstan " + BuildVersion.text(),
              Runtime.version().toString(),
              inputs.digests(),
              inputs.files(),
              new Setting(
                  hosts,
                  options.draws,
                  ROUNDS,
                  options.seed,
                  FigureResult.FLOOR_FACTOR,
                  recorded.days()),
              inputs.counts(),
              contestants(contenders, measured, hosts),
              figures,
              methods(field.metrics()),
              facts(ofRecorded, measured),
              likelihood,
              tasks,
              privacy == null ? null : privacy.privacy(),
              stopwatch.seconds(),
              List.copyOf(notes));
      return new Result(
          report,
          plots,
          measured.getOrDefault(Contestant.MODEL, List.of()).stream()
              .mapToLong(Measured::flows)
              .sum(),
          inputs.model() == null
              ? (System.nanoTime() - begun) / 1e9
              : stopwatch.of("making " + Contestant.MODEL));
    }
  }

  /** As many as there are cores and as hold that many draws. */
  private static int threads(FlowTable recorded, int hosts) {
    long flows = Math.max(1, recorded.flows() / recorded.hosts() * hosts);
    return (int)
        Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), MAX_FLOWS_HELD / flows));
  }

  private List<Metric> panel(@Nullable FlowTable learnedFrom) {
    return options.skips(Part.CLASSIFIER)
        ? Metrics.withoutJudges(learnedFrom)
        : Metrics.all(learnedFrom);
  }

  private Map<String, Baseline> fit(FlowTable training, Workers workers) throws IOException {
    List<BaselineKind> kinds = List.copyOf(BaselineKind.parse(options.baselines));
    List<Callable<Baseline>> work = new ArrayList<>();
    for (BaselineKind kind : kinds) {
      work.add(
          () -> {
            Baseline fitted =
                stopwatch.time("fitting " + kind.key(), () -> kind.fit(training, options.seed));
            steps.done("fitting " + kind.key());
            return fitted;
          });
    }
    List<Baseline> fitted = workers.all(work);
    Map<String, Baseline> byKey = new LinkedHashMap<>();
    for (int i = 0; i < kinds.size(); i++) {
      byKey.put(kinds.get(i).key(), fitted.get(i));
    }
    return byKey;
  }

  private static Map<String, String> methods(List<Metric> metrics) {
    Map<String, String> methods = new LinkedHashMap<>();
    metrics.forEach(metric -> methods.put(metric.name(), metric.method()));
    return methods;
  }

  private List<Measured> recorded(Arena arena, List<Metric> metrics, boolean several) {
    List<Measured> draws = new ArrayList<>();
    for (int draw = 0; draw < (several ? options.draws : 1); draw++) {
      draws.add(arena.recorded(metrics, draw));
    }
    return draws;
  }

  private List<Likelihood> likelihood(Map<String, Baseline> baselines) throws IOException {
    EngineModel model = inputs.model();
    if (model == null || options.skips(Part.LIKELIHOOD)) {
      notes.add(
          "likelihood skipped: " + (model == null ? "a table has none" : "--skip likelihood"));
      return List.of();
    }
    LikelihoodStudy study = new LikelihoodStudy(inputs.recorded(), stopwatch, steps);
    study.addModel(model);
    if (inputs.memoryless() == null) {
      notes.add("memoryless model skipped: no --memoryless-bundle");
    } else {
      study.addMemoryless(inputs.memoryless());
    }
    if (inputs.training() == null) {
      notes.add("independent marginals skipped: no --train to fit them to");
    } else {
      study.addMarginals(model, inputs.training());
      for (Map.Entry<String, Baseline> baseline : baselines.entrySet()) {
        study.addBaseline(baseline.getKey(), baseline.getValue());
      }
    }
    if (inputs.stan() != null) {
      study.addStan(inputs.stan(), options.seed);
    }
    notes.addAll(study.notes());
    return study.rows();
  }

  private List<TaskResult> tasks(List<Contender> contenders, FlowTable recorded, Workers workers)
      throws IOException {
    if (options.skips(Part.TASKS)) {
      notes.add("tasks skipped: --skip tasks");
      return List.of();
    }
    Contender floor = contender(contenders, Contestant.FLOOR);
    if (floor == null) {
      return List.of();
    }
    List<Contender> learners = new ArrayList<>();
    if (floor.draws() > 1) {
      learners.add(floor);
    }
    for (String key : List.of(Contestant.MODEL, BaselineKind.B1.key(), BaselineKind.B4.key())) {
      Contender contender = contender(contenders, key);
      if (contender != null) {
        learners.add(contender);
      }
    }
    return TaskStudy.run(
        floor.source().table(0), recorded, learners, options.seed, workers, stopwatch, steps);
  }

  private void checkShadows() throws IOException {
    PrivacyStudy.Data data = inputs.whoseMembers();
    if (options.shadows != null && data != null) {
      PrivacyStudy.check(options.shadows, data);
    }
  }

  private PrivacyStudy.@Nullable Result privacy() throws IOException {
    Path shadows = options.shadows;
    PrivacyStudy.Data data = inputs.whoseMembers();
    if (shadows == null || data == null) {
      notes.add("privacy was not measured: no --shadows");
      return null;
    }
    PrivacyStudy.Result result =
        stopwatch.time(
            "privacy",
            () ->
                PrivacyStudy.run(
                    shadows,
                    data,
                    inputs.model(),
                    inputs.synthetic(),
                    options.seed,
                    Runtime.getRuntime().availableProcessors()));
    notes.addAll(result.notes());
    steps.done("privacy");
    return result;
  }

  private static @Nullable Contender contender(List<Contender> contenders, String key) {
    return contenders.stream()
        .filter(contender -> contender.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  private List<Plot> plots(
      List<FigureResult> figures,
      List<Contender> contenders,
      Map<String, List<Measured>> measured,
      Measured recorded,
      PrivacyStudy.@Nullable Result privacy) {
    Map<String, Portrait> portraits = new LinkedHashMap<>();
    putPortrait(portraits, Report.RECORDED, recorded);
    String best = BestBaseline.of(figures, contenders);
    for (String key : List.of(Contestant.MODEL, Contestant.FLOOR, best)) {
      Contender contender = contender(contenders, key);
      if (contender != null) {
        List<Measured> draws = measured.getOrDefault(key, List.of());
        putPortrait(portraits, contender.title(), draws.get(0));
      }
    }
    try {
      return stopwatch.time(
          "pictures",
          () -> {
            List<Plot> drawn = new ArrayList<>(Plots.of(portraits));
            if (privacy != null) {
              drawn.add(MembershipPlot.of(privacy.curves()));
            }
            return List.copyOf(drawn);
          });
    } catch (RuntimeException | LinkageError | InternalError e) {
      // Java's text needs fonts on the machine, even where it only measures it
      notes.add("pictures skipped: this Java cannot draw here: " + e);
      return List.of();
    }
  }

  private static void putPortrait(Map<String, Portrait> portraits, String title, Measured of) {
    if (of.portrait() != null) {
      portraits.put(title, of.portrait());
    }
  }

  private static List<Contestant> contestants(
      List<Contender> contenders, Map<String, List<Measured>> measured, int hosts) {
    return contenders.stream()
        .map(
            contender ->
                new Contestant(
                    contender.key(),
                    contender.title(),
                    contender.role(),
                    contender.draws(),
                    hosts,
                    measured.getOrDefault(contender.key(), List.of()).stream()
                        .mapToLong(Measured::flows)
                        .average()
                        .orElse(0)))
        .toList();
  }

  private static Map<String, Map<String, Double>> facts(
      List<Measured> recorded, Map<String, List<Measured>> measured) {
    Map<String, Map<String, Double>> facts = new LinkedHashMap<>();
    facts.put(Report.RECORDED, Arena.meanFacts(recorded));
    measured.forEach((contender, draws) -> facts.put(contender, Arena.meanFacts(draws)));
    return facts;
  }
}
