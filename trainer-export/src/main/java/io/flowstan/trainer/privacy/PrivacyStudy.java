package io.flowstan.trainer.privacy;

import io.flowstan.cli.FailureException;
import io.flowstan.engine.EngineModel;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.privacy.attack.CalibratedLoss;
import io.flowstan.trainer.privacy.attack.LikelihoodRatio;
import io.flowstan.trainer.privacy.attack.LossAttack;
import io.flowstan.trainer.privacy.shadow.ShadowPlan;
import io.flowstan.trainer.privacy.shadow.ShadowResults;
import io.flowstan.trainer.report.Privacy;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attacks that guess which hosts a model, or the maker of a table, was trained on; the same attacks
 * on shadow models and on an overfitted control say what they are worth.
 */
public final class PrivacyStudy {
  /** The control's AUC must be above it, or the attack is too weak to say anything. */
  public static final double CAUGHT = .8;

  static final String DENSITY_RATIO = "density ratio";

  static final List<LossAttack> LOSS_ATTACKS = List.of(new LikelihoodRatio(), new CalibratedLoss());

  private PrivacyStudy() {}

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
    AskedHosts hosts = AskedHosts.of(shadows.plan(), data);
    FlowGuesses flowGuesses =
        new FlowGuesses(hosts.table(), shadows.samples(), CounterRandom.subKey(seed, 1));
    AttackLog log = new AttackLog(seed);
    new ControlAttacks(shadows, hosts, flowGuesses, log).run();
    TargetAttacks target = new TargetAttacks(shadows, data, hosts, flowGuesses, log, seed);
    if (model != null) {
      target.model(model, threads);
    } else if (table != null) {
      target.table(table);
    }
    Privacy privacy =
        new Privacy(
            shadows.losses().size(),
            hosts.planned().size(),
            shadows.plan().marks().size(),
            log.rows(),
            CanaryTraces.of(shadows),
            log.verdicts());
    return new Result(privacy, log.curves(), log.notes());
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
}
