package io.flowstan.trainer.privacy;

import io.flowstan.cli.FailureException;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Ipv4;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.privacy.attack.LossAttack;
import io.flowstan.trainer.privacy.attack.NearestRecord;
import io.flowstan.trainer.privacy.shadow.HostLoss;
import io.flowstan.trainer.privacy.shadow.LossScorer;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import io.flowstan.trainer.privacy.shadow.ShadowSample;
import io.flowstan.trainer.report.Privacy;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The attacks on what is judged: a model, by its losses and its flows, or a table. */
final class TargetAttacks {
  private static final String BUNDLE = "this bundle";
  private static final String TABLE = "this table";

  private final ShadowResults shadows;
  private final PrivacyStudy.Data data;
  private final AskedHosts hosts;
  private final FlowGuesses flowGuesses;
  private final AttackLog log;
  private final long seed;

  TargetAttacks(
      ShadowResults shadows,
      PrivacyStudy.Data data,
      AskedHosts hosts,
      FlowGuesses flowGuesses,
      AttackLog log,
      long seed) {
    this.shadows = shadows;
    this.data = data;
    this.hosts = hosts;
    this.flowGuesses = flowGuesses;
    this.log = log;
    this.seed = seed;
  }

  /** Attacks the model by its losses and by flows that it makes. */
  void model(EngineModel model, int threads) throws IOException {
    BundleMembers of =
        BundleMembers.of(
            model.bundle().manifest(),
            List.copyOf(data.training().byHost().keySet()),
            data.trainingFiles().get(1).sha256());
    log.note(
        "members of this bundle: %d hosts of --train; %s"
            .formatted(
                of.members().size(),
                of.heldOut().isEmpty()
                    ? "whether training held some of them out is not known"
                    : "%d that its training held out are others".formatted(of.heldOut().size())));
    losses(model, of, threads);
    FlowTable sample =
        ShadowSample.draw(
            model, shadows.plan().settings(), hosts.table().startSecond(), seed, threads);
    madeFlows(BUNDLE, sample, of.members(), ControlAttacks.CONTROL);
  }

  /** Attacks whoever made {@code table} by these flows alone; all training hosts are members. */
  void table(FlowTable table) {
    madeFlows(TABLE, table, data.training().byHost().keySet(), ControlAttacks.COPY);
  }

  private void losses(EngineModel model, BundleMembers of, int threads) throws IOException {
    Map<Integer, HostLoss.Cost> costs =
        LossScorer.costs(
            model,
            LossScorer.hosts(
                hosts.recorded(), model.profiles(), shadows.plan().settings().scoredFlows()),
            threads);
    requireSameFlows(costs);
    Map<String, Double> nats = new HashMap<>();
    costs.forEach((host, cost) -> nats.put(Ipv4.format(host), cost.natsPerFlow()));
    LossGuesses guesses =
        new LossGuesses(shadows, host -> nats.containsKey(host.address()), HostLoss::scored);
    for (LossAttack attack : PrivacyStudy.LOSS_ATTACKS) {
      log.add(
          attack.title(),
          BUNDLE,
          guesses.on(attack, nats, address -> of.members().contains(Ipv4.parse(address))));
      log.judge(attack.title(), ControlAttacks.CONTROL, BUNDLE);
    }
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

  /**
   * @param control what the attack has to catch to say anything of {@code who}
   */
  private void madeFlows(String who, FlowTable made, Set<Integer> members, String control) {
    log.add(PrivacyStudy.DENSITY_RATIO, who, flowGuesses.on(made, members::contains));
    log.judge(PrivacyStudy.DENSITY_RATIO, control, who);
    NearestRecord nearest =
        NearestRecord.of(
            made,
            data.training().table("training"),
            data.others().table("others"),
            CounterRandom.subKey(seed, 2));
    log.add(
        new Privacy.Attack(
            "nearest record (a sanity check)",
            who,
            2 * nearest.hosts(),
            nearest.hosts(),
            nearest.hosts(),
            nearest.nearerToTraining(),
            null));
    if (Double.isFinite(nearest.distanceRatio())) {
      log.note(
          String.format(
              Locale.ROOT,
              "nearest record, %s: the median window is %.3f times as far from the nearest window of"
                  + " training hosts as from that of as many others",
              who,
              nearest.distanceRatio()));
    }
  }
}
