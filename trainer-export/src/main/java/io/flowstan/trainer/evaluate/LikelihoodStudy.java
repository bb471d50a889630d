package io.flowstan.trainer.evaluate;

import io.flowstan.codec.Head;
import io.flowstan.codec.Memory;
import io.flowstan.engine.EngineModel;
import io.flowstan.score.FlowScorer;
import io.flowstan.score.RecordedHost;
import io.flowstan.score.Score;
import io.flowstan.trainer.baseline.Baseline;
import io.flowstan.trainer.baseline.IndependentMarginals;
import io.flowstan.trainer.report.Interval;
import io.flowstan.trainer.report.Likelihood;
import io.flowstan.trainer.report.Rounded;
import io.flowstan.trainer.stan.StanCosts;
import io.flowstan.trainer.stan.StanModel;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the recorded flows cost the model, its crippled forms and the baselines. */
final class LikelihoodStudy {
  private static final int BATCH = 1_024;
  private static final HostBootstrap BOOTSTRAP = new HostBootstrap(1_000, 1);
  private static final Set<Head> ALL = EnumSet.allOf(Head.class);
  private static final Set<Head> WITHOUT_PEER =
      EnumSet.complementOf(EnumSet.of(Head.PEER, Head.FIRST_OCTET));

  private final Recording recorded;
  private final Stopwatch stopwatch;
  private final Steps steps;
  private final List<Likelihood> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** The model's own; the first that is added. */
  private @Nullable Score modelScore;

  LikelihoodStudy(Recording recorded, Stopwatch stopwatch, Steps steps) {
    this.recorded = recorded;
    this.stopwatch = stopwatch;
    this.steps = steps;
  }

  /** What was found, the model first. */
  List<Likelihood> rows() {
    return List.copyOf(rows);
  }

  /** What was left out and why, and how to read the rest. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Adds the model, and the model with each host in another host's context. */
  void addModel(EngineModel model) throws IOException {
    List<RecordedHost> flows = recorded.hosts(model.profiles());
    try (FlowScorer scorer = FlowScorer.open(model, BATCH)) {
      add("model", time(() -> scorer.score(flows, Memory.FULL)));
      if (flows.size() < 2) {
        notes.add("other hosts' contexts skipped: --hosts lists one host only");
      } else {
        add(
            "model, each host in another host's context",
            time(() -> scorer.scoreInOthersContexts(flows, done -> {})));
        notes.add(
            "another host's context: history beyond the last 8 flows, three-hour context, present"
                + " moment and profile are the next listed host's at the same time; the last 8"
                + " flows, recent peers and last ports stay, because replies, copies and masks"
                + " refer to them");
      }
    }
  }

  /** Adds the same network trained without memory. */
  void addMemoryless(EngineModel memoryless) throws IOException {
    try (FlowScorer scorer = FlowScorer.open(memoryless, BATCH)) {
      add(
          "memoryless model",
          time(() -> scorer.score(recorded.hosts(memoryless.profiles()), Memory.NONE)));
    }
  }

  /** Adds the marginals of {@code training} in the vocabularies of {@code model}. */
  void addMarginals(EngineModel model, Recording training) throws IOException {
    add(
        "independent marginals",
        time(
            () ->
                IndependentMarginals.fit(model.codec().spec(), training.hosts(model.profiles()))
                    .score(recorded.hosts(model.profiles()))));
  }

  /** Adds a baseline; one without a likelihood is left out. */
  void addBaseline(String key, Baseline baseline) throws IOException {
    FlowTable table = recorded.table("recorded");
    if (baseline.nats(0, List.of(), table.startSecond()).isEmpty()) {
      notes.add(key + " (" + baseline.title() + ") has no likelihood");
      steps.done(key);
      return;
    }
    String title = key + ", " + baseline.title();
    add(title, time(() -> HostCosts.of(baseline, table)), null);
  }

  /** Adds STAN on a sample of the recorded flows; it has neither ToS nor flags. */
  void addStan(StanModel stan, long seed) throws IOException {
    FlowTable table = recorded.table("recorded");
    StanCosts costs = time(() -> StanCosts.of(stan, table, StanRun.MOST_WEIGHED, seed));
    add(StanRun.TITLE, HostCosts.of(costs, table), null);
    notes.add(
        "%s: likelihood of %,d recorded flows, drawn alike from all; without ToS and flags, so its"
                .formatted(StanRun.TITLE, Arrays.stream(costs.flows()).sum())
            + " sum is absent and saved is on the other groups");
  }

  private <T> T time(Stopwatch.Work<T, IOException> work) throws IOException {
    return stopwatch.time("likelihood", work);
  }

  private void add(String title, Score score) {
    if (modelScore == null) {
      modelScore = score;
    }
    Map<String, Double> byAttribute = new LinkedHashMap<>();
    for (Head head : Head.values()) {
      byAttribute.put(head.title(), Rounded.toFourDigits(score.natsPerFlow(List.of(head))));
    }
    add(
        title,
        HostCosts.of(score),
        new Likelihood.Exact(
            BOOTSTRAP.of(score, ALL),
            BOOTSTRAP.of(score, WITHOUT_PEER),
            byAttribute,
            BOOTSTRAP.difference(score, modelScore, ALL),
            BOOTSTRAP.difference(score, modelScore, WITHOUT_PEER)));
  }

  private void add(String title, HostCosts costs, Likelihood.@Nullable Exact exact) {
    if (modelScore == null) {
      throw new IllegalStateException("likelihood of " + title + " before the model's");
    }
    HostCosts model = HostCosts.of(modelScore).only(costs.groups());
    Interval sum = costs.isWhole() ? BOOTSTRAP.of(costs.sums(), costs.flows()) : null;
    Interval saved = BOOTSTRAP.difference(costs.sums(), model.sums(), costs.flows(), model.flows());
    rows.add(new Likelihood(title, costs.perFlow(), sum, saved, exact));
    steps.done("likelihood of " + title);
  }
}
