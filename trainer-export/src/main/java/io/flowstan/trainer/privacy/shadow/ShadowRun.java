package io.flowstan.trainer.privacy.shadow;

import io.flowstan.cli.FailureException;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.OnError;
import io.flowstan.random.CounterRandom;
import io.flowstan.score.RecordedHost;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.TrainingException;
import io.flowstan.trainer.optimise.TrainingResult;
import io.flowstan.trainer.privacy.shadow.ShadowFolder.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The making of a folder of shadow models: plan, canaries, training, scores and samples. What is
 * finished is left as it is; what was broken off is done again.
 */
public final class ShadowRun {
  private static final long DESIGN = 1;
  private static final long CANARY_DESIGN = 2;
  private static final long CONTROL_DESIGN = 3;
  private static final long CANARIES = 4;
  private static final long SAMPLES = 5;

  private final ShadowSettings settings;
  private final ShadowFolder folder;
  private final int threads;
  private final LongSupplier nanoTime;
  private final Consumer<String> says;

  /**
   * @param nanoTime a clock such as {@code System::nanoTime}
   * @param says is told what was done, a line at a time
   */
  public ShadowRun(
      ShadowSettings settings,
      Path folder,
      int threads,
      LongSupplier nanoTime,
      Consumer<String> says)
      throws IOException {
    this.settings = settings;
    this.folder = ShadowFolder.check(folder);
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.says = says;
  }

  /**
   * What a run did.
   *
   * @param trained models trained now, the control among them
   * @param found models that were there already
   * @param flows trained on, repeated ones counted again
   */
  public record Outcome(int hosts, int trained, int found, long flows) {}

  /** Makes what is missing; {@code hosts} has a list for each of {@code tables}. */
  public Outcome run(List<Path> tables, List<Path> hosts, OnError onError) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      files.add(DataFile.of(tables.get(i)));
      files.add(DataFile.of(hosts.get(i)));
    }
    HostFlows recorded = Candidates.read(tables, hosts, onError);
    if (recorded.byHost().size() < 4) {
      throw new FailureException(
          recorded.byHost().size() + " hosts in all: expected at least 4, two on either side");
    }
    EngineModel shipped = EngineModel.open(null);
    Candidates candidates =
        Candidates.of(
            recorded,
            CanaryNest.hatch(
                shipped,
                recorded,
                settings.canaries(),
                CounterRandom.subKey(settings.seed(), CANARIES)));
    ShadowPlan plan = plan(candidates, files, shipped.digest());
    folder.begin(plan);
    DjlEngine engine = DjlEngine.start(threads);
    ShadowTrainer trainer = new ShadowTrainer(settings, engine, nanoTime);
    HostFlows first = candidates.first(settings.controlFlows());
    int trained = 0;
    double flows = 0;
    for (int k = 0; k < settings.models(); k++) {
      int model = k;
      ModelFiles place = folder.model(k);
      if (!Files.exists(place.bundle())) {
        Files.createDirectories(place.folder());
        HostFlows members =
            candidates.data().of(addresses(plan, host -> host.models().contains(model)));
        TrainingResult result =
            tell("shadow " + (k + 1), () -> trainer.shadow(model, members, files, place.bundle()));
        flows += result.flows();
        trained++;
      }
      finish("shadow " + (k + 1), k, place, candidates, first);
    }
    ModelFiles control = folder.control();
    if (!Files.exists(control.bundle())) {
      Files.createDirectories(control.folder());
      HostFlows members = first.of(addresses(plan, ShadowPlan.PlannedHost::control));
      flows += tell("control", () -> trainer.control(members, files, control.bundle())).flows();
      trained++;
    }
    finish("control", settings.models(), control, candidates, first);
    return new Outcome(
        candidates.data().byHost().size(),
        trained,
        settings.models() + 1 - trained,
        Math.round(flows));
  }

  /** Scores and samples a trained model where that is still missing. */
  private void finish(
      String who, int number, ModelFiles place, Candidates candidates, HostFlows first)
      throws IOException {
    if (place.isFinished()) {
      return;
    }
    EngineModel model = EngineModel.open(place.bundle());
    double begun = nanoTime.getAsLong() / 1e9;
    boolean isControl = number == settings.models();
    ShadowFolder.write(place.losses(), losses(model, candidates, first, isControl));
    double scored = nanoTime.getAsLong() / 1e9;
    ShadowSample.write(
        ShadowSample.draw(
            model,
            settings,
            candidates.data().startSecond(),
            CounterRandom.subKey(CounterRandom.subKey(settings.seed(), SAMPLES), number),
            threads),
        place.sample(),
        place.sampleHosts());
    says.accept(
        String.format(
            Locale.ROOT,
            "%s: scored in %.0f s, sampled in %.0f s",
            who,
            scored - begun,
            nanoTime.getAsLong() / 1e9 - scored));
  }

  private List<HostLoss> losses(
      EngineModel model, Candidates candidates, HostFlows first, boolean firstOnly)
      throws IOException {
    List<RecordedHost> hosts =
        LossScorer.hosts(candidates.data(), model.profiles(), settings.scoredFlows());
    Map<Integer, HostLoss.Cost> scored =
        firstOnly ? Map.of() : LossScorer.costs(model, hosts, threads);
    Map<Integer, HostLoss.Cost> ofFirst =
        LossScorer.costs(
            model, LossScorer.hosts(first, model.profiles(), settings.controlFlows()), threads);
    Map<Integer, List<CanaryHost.Burst>> bursts = new HashMap<>();
    candidates.canaries().forEach(canary -> bursts.put(canary.mark().host(), canary.bursts()));
    List<HostLoss> losses = new ArrayList<>();
    for (RecordedHost host : hosts) {
      HostLoss.Cost early = ofFirst.get(host.address());
      List<CanaryHost.Burst> marked = bursts.get(host.address());
      if (early == null) {
        throw new IllegalStateException("host " + Ipv4.format(host.address()) + " was not scored");
      }
      losses.add(
          new HostLoss(
              Ipv4.format(host.address()),
              scored.get(host.address()),
              early,
              marked == null || firstOnly
                  ? null
                  : LossScorer.stretches(model, whole(candidates, model, host), marked)));
    }
    return losses;
  }

  /** The same host with all of its flows. */
  private static RecordedHost whole(Candidates candidates, EngineModel model, RecordedHost host) {
    return LossScorer.hosts(
            candidates.data().of(List.of(host.address())), model.profiles(), Integer.MAX_VALUE)
        .get(0);
  }

  private ShadowPlan plan(Candidates candidates, List<DataFile> files, String canaryModel) {
    List<Integer> addresses = List.copyOf(candidates.data().byHost().keySet());
    int canaries = candidates.canaries().size();
    int recorded = addresses.size() - canaries;
    // both kinds in halves of their own, so that every model has half of each
    MemberDesign ofRecorded = design(recorded, DESIGN);
    MemberDesign ofCanaries = design(canaries, CANARY_DESIGN);
    boolean[] control =
        MemberDesign.half(recorded, CounterRandom.subKey(settings.seed(), CONTROL_DESIGN));
    List<ShadowPlan.PlannedHost> hosts = new ArrayList<>();
    for (int h = 0; h < addresses.size(); h++) {
      boolean canary = h >= recorded;
      hosts.add(
          new ShadowPlan.PlannedHost(
              Ipv4.format(addresses.get(h)),
              canary,
              canary ? ofCanaries.modelsOf(h - recorded) : ofRecorded.modelsOf(h),
              !canary && control[h]));
    }
    return new ShadowPlan(
        ShadowPlan.FORMAT_VERSION,
        settings,
        files,
        canaryModel,
        hosts,
        candidates.canaries().stream()
            .map(CanaryHost::mark)
            .map(
                mark ->
                    new ShadowPlan.Mark(
                        Ipv4.format(mark.host()),
                        Ipv4.format(mark.peer()),
                        mark.port(),
                        mark.bytes()))
            .toList());
  }

  private MemberDesign design(int hosts, long name) {
    return MemberDesign.of(hosts, settings.models(), CounterRandom.subKey(settings.seed(), name));
  }

  private static List<Integer> addresses(
      ShadowPlan plan, java.util.function.Predicate<ShadowPlan.PlannedHost> which) {
    return plan.hosts().stream().filter(which).map(host -> Ipv4.parse(host.address())).toList();
  }

  /** Training that can be told of. */
  @FunctionalInterface
  private interface Training {
    TrainingResult run() throws IOException;
  }

  private TrainingResult tell(String who, Training training) throws IOException {
    try {
      TrainingResult result = training.run();
      says.accept(
          String.format(
              Locale.ROOT,
              "%s: %,.0f flows in %.0f s, %.3f nats/flow at the end",
              who,
              result.flows(),
              result.seconds(),
              result.best().train().total()));
      return result;
    } catch (TrainingException e) {
      throw new FailureException(who + ": " + e.getMessage(), e);
    }
  }
}
