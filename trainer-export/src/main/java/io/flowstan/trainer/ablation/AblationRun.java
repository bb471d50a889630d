package io.flowstan.trainer.ablation;

import io.flowstan.bundle.Bundle;
import io.flowstan.cli.BuildVersion;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.command.HostSplit;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.Provenance;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.inspect.StepCost;
import io.flowstan.trainer.model.FlowModelBuilder;
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
import java.util.Map;

/**
 * Trains one variant after the other on the same hosts, for as many passes, with the same seed, and
 * validates each on the same other hosts.
 */
final class AblationRun {
  /** Name of the random numbers that choose hosts. */
  private static final long FEWER_HOSTS = 0xFE3E5;

  private final DjlEngine engine;
  private final HostFlows flows;
  private final HostSplit hosts;
  private final int epochs;
  private final int batch;
  private final long seed;

  /**
   * @param hosts which of {@code flows}' hosts to train and to validate on
   */
  AblationRun(
      DjlEngine engine, HostFlows flows, HostSplit hosts, int epochs, int batch, long seed) {
    this.engine = engine;
    this.flows = flows;
    this.hosts = hosts;
    this.epochs = epochs;
    this.batch = batch;
    this.seed = seed;
  }

  /**
   * What became of a variant.
   *
   * @param hosts trained on
   * @param flows trained on, each pass counted once
   * @param multiplyAdds of the step graph, a flow; 0 where the variant cannot run free
   * @param natsPerFlow of the validation hosts, by head
   */
  record Outcome(
      String variant,
      int hosts,
      long flows,
      long parameters,
      long multiplyAdds,
      double trainNatsPerFlow,
      double validationNatsPerFlow,
      Map<String, Double> natsPerFlow,
      double seconds) {}

  Outcome train(Variant variant, Path scratch) throws IOException {
    int count = Math.max(2, (int) Math.round(variant.hosts() * hosts.training().size()));
    // in a fixed order of chance, so that fewer hosts are a part of more
    long key = CounterRandom.subKey(seed, FEWER_HOSTS);
    List<Integer> trainedOn =
        hosts.training().stream()
            .sorted(Comparator.comparingLong(host -> CounterRandom.bits(key, host)))
            .limit(count)
            .toList();
    PreparedModel model =
        new FlowModelBuilder()
            .prepare(
                flows, new HostSplit(trainedOn, hosts.validation()), variant.recipe(seed, batch));
    TrainingSettings settings = TrainingSettings.of(epochs, seed);
    TrainingResult result =
        new TrainingLoop(
                engine,
                DjlOps::new,
                model.objective(),
                settings,
                System::nanoTime,
                TrainingListener.SILENT)
            .run(null);
    return new Outcome(
        variant.name(),
        count,
        flows.of(trainedOn).flows(),
        result.weights().size(),
        variant.runsFree() ? cost(model, result, settings, scratch.resolve("model.zip")) : 0,
        result.best().train().total(),
        result.best().validation().total(),
        result.best().validation().means(),
        result.seconds());
  }

  private long cost(
      PreparedModel model, TrainingResult result, TrainingSettings settings, Path bundle)
      throws IOException {
    model.export(
        result,
        new Provenance(
            "ablate",
            "flowstan " + BuildVersion.text(),
            Runtime.version().toString(),
            result.engine(),
            List.of(),
            settings.identity()),
        bundle);
    return StepCost.of(Bundle.open(bundle));
  }
}
