package io.flowstan.trainer.privacy;

import io.flowstan.cli.FailureException;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.privacy.attack.AttackFigures;
import io.flowstan.trainer.privacy.attack.CalibratedLoss;
import io.flowstan.trainer.privacy.attack.Guess;
import io.flowstan.trainer.privacy.attack.LikelihoodRatio;
import io.flowstan.trainer.privacy.attack.LossAttack;
import io.flowstan.trainer.privacy.attack.NearestRecord;
import io.flowstan.trainer.privacy.shadow.HostLoss;
import io.flowstan.trainer.privacy.shadow.LossScorer;
import io.flowstan.trainer.privacy.shadow.ShadowPlan;
import io.flowstan.trainer.privacy.shadow.ShadowPlan.PlannedHost;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import io.flowstan.trainer.privacy.shadow.ShadowSample;
import io.flowstan.trainer.report.Privacy;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attacks that guess which hosts a model, or the maker of a table, was trained on; the same attacks
 * on shadow models and on an overfitted control say what they are worth.
 */
public final class PrivacyStudy {
  /** The control's AUC must be above it, or the attack is too weak to say anything. */
  public static final double CAUGHT = .8;

  private static final String SHADOWS = "shadow models, one at a time";
  private static final String CANARIES = "canaries' marked flows, shadow models";
  private static final String CONTROL = "overfitted control";
  private static final String COPY = "a copy of half of the hosts";
  private static final String DENSITY_RATIO = "density ratio";
  private static final List<LossAttack> LOSS_ATTACKS =
      List.of(new LikelihoodRatio(), new CalibratedLoss());

  private final ShadowResults shadows;
  private final Data data;
  private final long seed;
  private final int threads;
  private final FlowTable hosts;
  private final List<Privacy.Attack> rows = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, RocCurve> curves = new LinkedHashMap<>();

  /**
   * The recorded flows.
   *
   * @param training what the judged model learned from
   * @param trainingFiles its table and its list of hosts
   * @param others hosts that it has not seen
   * @param otherFiles their table and their list
   */
  public record Data(
      HostFlows training,
      List<DataFile> trainingFiles,
      HostFlows others,
      List<DataFile> otherFiles) {}

  /**
   * What was found.
   *
   * @param curves of the attacks worth a picture, by target
   * @param notes on how to read it
   */
  public record Result(Privacy privacy, Map<String, RocCurve> curves, List<String> notes) {}

  private PrivacyStudy(ShadowResults shadows, Data data, long seed, int threads) {
    this.shadows = shadows;
    this.data = data;
    this.seed = seed;
    this.threads = threads;
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    Set<Integer> planned = new HashSet<>();
    shadows.plan().hosts().stream()
        .filter(host -> !host.canary())
        .forEach(host -> planned.add(Ipv4.parse(host.address())));
    for (HostFlows part : List.of(data.training(), data.others())) {
      part.byHost()
          .forEach(
              (host, flows) -> {
                if (planned.contains(host)) {
                  byHost.put(host, flows);
                }
              });
    }
    hosts = new FlowTable("hosts", data.training().startSecond(), data.training().days(), byHost);
  }

  /**
   * Attacks a model or, where that is null, a table.
   *
   * @param folder what {@code shadows} wrote
   */
  public static Result run(
      Path folder,
      Data data,
      @Nullable EngineModel model,
      @Nullable FlowTable table,
      long seed,
      int threads)
      throws IOException {
    ShadowResults shadows = ShadowResults.read(folder, data.training().startSecond());

    PrivacyStudy study = new PrivacyStudy(shadows, data, seed, threads);
    study.losses();
    study.madeFlows();
    study.verdictsOnControls();
    if (model != null) {
      study.model(model);
    } else if (table != null) {
      study.table("this table", table, new HashSet<>(data.training().byHost().keySet()));
    }
    int planned = (int) shadows.plan().hosts().stream().filter(host -> !host.canary()).count();
    return new Result(
        new Privacy(
            shadows.losses().size(),
            planned,
            shadows.plan().marks().size(),
            study.rows,
            CanaryTraces.of(shadows),
            study.verdicts),
        study.curves,
        study.notes);
  }

  /** Refuses shadows that are not finished, or of other tables, before the long work. */
  public static void check(Path folder, Data data) throws IOException {
    ShadowPlan plan = ShadowResults.finishedPlan(folder);
    Set<String> known = new HashSet<>();
    plan.files().forEach(file -> known.add(file.sha256()));
    for (DataFile file : List.of(data.trainingFiles().get(0), data.otherFiles().get(0))) {
      if (!known.contains(file.sha256())) {
        throw new FailureException(
            "--shadows "
                + folder.getFileName()
                + ": made without "
                + file.name()
                + " (or with another file of that name), so its scores say nothing of these flows:"
                + " expected shadows of both --train and --real; make them with flowstan shadows");
      }
    }
  }

  /** What losses tell of shadow models, canaries and the control. */
  private void losses() {
    LossGuesses all = new LossGuesses(shadows, host -> !host.canary(), HostLoss::scored);
    LossGuesses first = new LossGuesses(shadows, host -> !host.canary(), HostLoss::first);
    LossGuesses marked = new LossGuesses(shadows, PlannedHost::canary, HostLoss::marked);
    Map<String, Double> control = new HashMap<>();
    shadows.control().forEach(loss -> control.put(loss.address(), loss.first().natsPerFlow()));
    Set<String> members = new HashSet<>();
    shadows.plan().hosts().stream()
        .filter(PlannedHost::control)
        .forEach(host -> members.add(host.address()));
    for (LossAttack attack : LOSS_ATTACKS) {
      add(attack.title(), SHADOWS, all.onShadows(attack));
      if (marked.hosts() > 1) {
        add(attack.title(), CANARIES, marked.onShadows(attack));
      }
      add(attack.title(), CONTROL, first.on(attack, control, members::contains));
    }
  }

  /** What made flows tell of shadow models and of the controls. */
  private void madeFlows() {
    FlowGuesses guesses = flowGuesses();
    List<List<Guess>> byModel =
        IntStream.range(0, shadows.samples().size())
            .parallel()
            .mapToObj(k -> guesses.onShadow(k, host -> isPlanned(host, k)))
            .toList();
    add(DENSITY_RATIO, SHADOWS, byModel.stream().flatMap(List::stream).toList());
    Set<Integer> members = new HashSet<>();
    shadows.plan().hosts().stream()
        .filter(PlannedHost::control)
        .map(host -> Ipv4.parse(host.address()))
        .filter(hosts.byHost()::containsKey)
        .forEach(members::add);
    add(
        DENSITY_RATIO,
        CONTROL,
        guesses.onFirst(
            shadows.plan().settings().controlFlows(), shadows.controlSample(), members::contains));
    add(DENSITY_RATIO, COPY, guesses.on(hosts.of(members), members::contains));
  }

  private FlowGuesses flowGuesses() {
    return new FlowGuesses(hosts, shadows.samples(), CounterRandom.subKey(seed, 1));
  }

  private boolean isPlanned(int host, int model) {
    String address = Ipv4.format(host);
    return shadows.plan().hosts().stream()
        .anyMatch(of -> of.address().equals(address) && of.models().contains(model));
  }

  /** Attacks the judged model by its losses and by flows that it makes. */
  private void model(EngineModel model) throws IOException {
    BundleMembers of =
        BundleMembers.of(
            model.bundle().manifest(),
            List.copyOf(data.training().byHost().keySet()),
            data.trainingFiles().get(1).sha256());
    notes.add(
        "members of this bundle: %d hosts of --train; %s"
            .formatted(
                of.members().size(),
                of.heldOut().isEmpty()
                    ? "whether training held some of them out is not known"
                    : "%d that its training held out are others".formatted(of.heldOut().size())));
    Map<Integer, HostLoss.Cost> costs =
        LossScorer.costs(
            model,
            LossScorer.hosts(recorded(), model.profiles(), shadows.plan().settings().scoredFlows()),
            threads);
    requireSameFlows(costs);
    Map<String, Double> nats = new HashMap<>();
    costs.forEach((host, cost) -> nats.put(Ipv4.format(host), cost.natsPerFlow()));
    LossGuesses all =
        new LossGuesses(shadows, host -> nats.containsKey(host.address()), HostLoss::scored);
    for (LossAttack attack : LOSS_ATTACKS) {
      List<Guess> guesses =
          all.on(attack, nats, address -> of.members().contains(Ipv4.parse(address)));
      add(attack.title(), "this bundle", guesses);
      verdictOn(attack.title(), CONTROL, "this bundle");
    }
    FlowTable sample =
        ShadowSample.draw(model, shadows.plan().settings(), hosts.startSecond(), seed, threads);
    table("this bundle", sample, of.members());
  }

  /** Attacks whoever made {@code made} by these flows alone. */
  private void table(String who, FlowTable made, Set<Integer> members) {
    add(DENSITY_RATIO, who, flowGuesses().on(made, members::contains));
    verdictOn(DENSITY_RATIO, who.equals("this table") ? COPY : CONTROL, who);
    NearestRecord nearest =
        NearestRecord.of(
            made,
            data.training().table("training"),
            data.others().table("others"),
            CounterRandom.subKey(seed, 2));
    rows.add(
        new Privacy.Attack(
            "nearest record (a sanity check)",
            who,
            2 * nearest.hosts(),
            nearest.hosts(),
            nearest.hosts(),
            nearest.nearerToTraining(),
            null));
    if (Double.isFinite(nearest.distanceRatio())) {
      notes.add(
          String.format(
              Locale.ROOT,
              "nearest record, %s: the median window is %.3f times as far from the nearest window of"
                  + " training hosts as from that of as many others",
              who,
              nearest.distanceRatio()));
    }
  }

  private HostFlows recorded() {
    return new HostFlows(
        hosts.byHost(), Map.of(), 0, data.training().startSecond(), data.training().days());
  }

  private void requireSameFlows(Map<Integer, HostLoss.Cost> costs) {
    for (HostLoss loss : shadows.losses().get(0)) {
      HostLoss.Cost here = costs.get(Ipv4.parse(loss.address()));
      HostLoss.Cost there = loss.scored();
      if (here != null && there != null && here.flows() != there.flows()) {
        throw new FailureException(
            "the shadows scored "
                + there.flows()
                + " flows of a host that has "
                + here.flows()
                + " here: expected the same host lists and --on-error as for flowstan shadows");
      }
    }
  }

  private void add(String attack, String target, List<Guess> guesses) {
    AttackFigures.of(guesses, CounterRandom.subKey(seed, 3))
        .ifPresentOrElse(
            figures ->
                rows.add(
                    new Privacy.Attack(
                        attack,
                        target,
                        figures.hosts(),
                        figures.members(),
                        figures.others(),
                        figures.auc(),
                        figures.truePositiveRate())),
            () -> notes.add(attack + ", " + target + ": absent, for want of members or others"));
    boolean drawn = !target.equals(CANARIES) && !target.equals(COPY);
    if (drawn && guesses.stream().map(Guess::member).distinct().count() == 2) {
      curves.putIfAbsent(target, AttackFigures.curve(guesses));
    }
  }

  private Privacy.@Nullable Attack row(String attack, String target) {
    return rows.stream()
        .filter(row -> row.attack().equals(attack) && row.target().equals(target))
        .findFirst()
        .orElse(null);
  }

  private void verdictsOnControls() {
    for (LossAttack attack : LOSS_ATTACKS) {
      verdictOnControl(attack.title(), CONTROL);
    }
    verdictOnControl(DENSITY_RATIO, CONTROL);
    verdictOnControl(DENSITY_RATIO, COPY);
  }

  private void verdictOnControl(String attack, String control) {
    Privacy.Attack row = row(attack, control);
    if (row != null) {
      verdicts.add(
          String.format(
              Locale.ROOT,
              "%s, %s: AUC %.3f, %s",
              attack,
              control,
              row.auc().value(),
              isCaught(row)
                  ? "caught"
                  : String.format(
                      Locale.ROOT,
                      "not above %.1f: the attack is too weak to say anything of its kind",
                      CAUGHT)));
    }
  }

  private static boolean isCaught(Privacy.Attack control) {
    return control.auc().value() > CAUGHT;
  }

  private void verdictOn(String attack, String control, String target) {
    Privacy.Attack row = row(attack, target);
    Privacy.Attack known = row(attack, control);
    if (row == null || known == null) {
      return;
    }
    String says =
        !isCaught(known)
            ? "says nothing: the attack does not catch its control"
            : row.auc().low() > .5
                ? "members are told from others better than by chance"
                : "members are not told from others beyond chance";
    verdicts.add(String.format(Locale.ROOT, "%s, %s: AUC %s, %s", attack, target, row.auc(), says));
  }
}
