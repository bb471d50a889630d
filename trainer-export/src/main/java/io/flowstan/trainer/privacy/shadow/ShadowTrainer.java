package io.flowstan.trainer.privacy.shadow;

import io.flowstan.cli.BuildVersion;
import io.flowstan.codec.Memory;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.command.HostSplit;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.Provenance;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.model.FlowModelBuilder;
import io.flowstan.trainer.model.Recipe;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.TrainingListener;
import io.flowstan.trainer.optimise.TrainingLoop;
import io.flowstan.trainer.optimise.TrainingResult;
import io.flowstan.trainer.optimise.TrainingSettings;
import io.flowstan.trainer.tensor.DjlOps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Trains a shadow model on its members alone: the recipe of {@code train} without the rate's
 * correction. It is validated on two of its own members, so that no other host has a say in which
 * epoch is kept, and never stops early.
 */
final class ShadowTrainer {
  private static final int VALIDATED = 2;

  /** Of the control, whose few steps a longer average would blur. */
  private static final double CONTROL_AVERAGE_DECAY = .98;

  private final ShadowSettings settings;
  private final DjlEngine engine;
  private final LongSupplier nanoTime;

  ShadowTrainer(ShadowSettings settings, DjlEngine engine, LongSupplier nanoTime) {
    this.settings = settings;
    this.engine = engine;
    this.nanoTime = nanoTime;
  }

  /** Trains shadow {@code model} on {@code members} and writes its bundle. */
  TrainingResult shadow(int model, HostFlows members, List<Provenance.DataFile> files, Path bundle)
      throws IOException {
    long seed = CounterRandom.subKey(settings.seed(), model);
    TrainingSettings usual = TrainingSettings.of(settings.epochs(), seed);
    return train(
        members,
        Recipe.standard(seed, settings.batch(), Memory.FULL).uncalibrated(),
        withPatience(usual, usual.averageDecay()),
        provenance("shadow model " + (model + 1), usual, files),
        bundle);
  }

  /** Trains the positive control: nothing is hidden or blurred, and nothing stops it. */
  TrainingResult control(HostFlows members, List<Provenance.DataFile> files, Path bundle)
      throws IOException {
    long seed = CounterRandom.subKey(settings.seed(), settings.models());
    TrainingSettings usual = TrainingSettings.of(settings.controlEpochs(), seed);
    return train(
        members,
        Recipe.standard(seed, settings.batch(), Memory.FULL).uncalibrated().byHeart(),
        withPatience(usual, CONTROL_AVERAGE_DECAY),
        provenance("overfitted control", usual, files),
        bundle);
  }

  private TrainingResult train(
      HostFlows members,
      Recipe recipe,
      TrainingSettings training,
      Provenance provenance,
      Path bundle)
      throws IOException {
    List<Integer> all = List.copyOf(members.byHost().keySet());
    List<Integer> fewest =
        all.stream()
            .sorted(
                Comparator.comparingInt(
                    host -> members.byHost().getOrDefault(host, List.of()).size()))
            .limit(VALIDATED)
            .toList();
    PreparedModel model =
        new FlowModelBuilder().prepare(members, new HostSplit(all, fewest), recipe);
    TrainingResult result =
        new TrainingLoop(
                engine, DjlOps::new, model.objective(), training, nanoTime, TrainingListener.SILENT)
            .run(null);
    model.export(result, provenance, bundle);
    return result;
  }

  private static TrainingSettings withPatience(TrainingSettings usual, double averageDecay) {
    return new TrainingSettings(
        usual.epochs(),
        null,
        usual.seed(),
        usual.learningRate(),
        usual.warmUpSteps(),
        usual.finalLearningRateShare(),
        usual.weightDecay(),
        usual.clipNorm(),
        averageDecay,
        usual.epochs());
  }

  private Provenance provenance(
      String role, TrainingSettings training, List<Provenance.DataFile> files) {
    return new Provenance(
        "shadows, " + role,
        "flowstan " + BuildVersion.text(),
        Runtime.version().toString(),
        engine.description(),
        files,
        training.identity());
  }
}
