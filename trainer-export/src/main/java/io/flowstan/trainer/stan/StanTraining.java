package io.flowstan.trainer.stan;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.model.OnnxGraph;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.Provenance;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.TrainingBatch;
import io.flowstan.trainer.optimise.TrainingException;
import io.flowstan.trainer.optimise.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** STAN with its data, ready to be trained and exported. */
final class StanTraining implements PreparedModel {
  /** Largest difference of an attribute's mean between trainer and export, nats a flow. */
  private static final double TOLERANCE = 1e-3;

  private final StanShape shape;
  private final HostFlows data;
  private final HostFlows training;
  private final StanBatches batches;
  private final StanBatches heldOut;
  private final StanObjective objective;

  StanTraining(
      StanShape shape,
      HostFlows data,
      HostFlows training,
      StanBatches batches,
      StanBatches heldOut,
      long seed) {
    this.shape = shape;
    this.data = data;
    this.training = training;
    this.batches = batches;
    this.heldOut = heldOut;
    this.objective = new StanObjective(shape, batches, heldOut, seed);
  }

  @Override
  public Objective objective() {
    return objective;
  }

  @Override
  public Map<String, String> identity() {
    return Map.of("network", "STAN, " + shape, "rows", Integer.toString(batches.rows()));
  }

  @Override
  public List<String> notes() {
    return List.of(
        "STAN: a pass is %,d of %,d flows, drawn anew each time; %,d held out"
            .formatted(batches.rows(), training.flows(), heldOut.rows()),
        "left out: %,d malformed rows, and rows that break a hard rule: %s"
            .formatted(data.malformed(), data.brokenRules()));
  }

  @Override
  public void export(TrainingResult result, Provenance provenance, Path out) throws IOException {
    Path parent = out.toAbsolutePath().getParent();
    Path draft = Files.createTempDirectory(parent, ".flowstan-draft");
    try {
      BundleWriter writer = writer(result, provenance);
      requireParity(writer.write(draft.resolve("bundle.zip")), result.best().validation().means());
      writer.write(out);
    } finally {
      Files.deleteIfExists(draft.resolve("bundle.zip"));
      Files.delete(draft);
    }
  }

  private BundleWriter writer(TrainingResult result, Provenance provenance) {
    BundleWriter bundle = new BundleWriter(StanModel.NAME);
    new StanExport(shape, result.weights()).addTo(bundle);
    StanExtras extras = StanExtras.of(training.byHost().values(), batches.rows());
    return bundle
        .file(StanModel.EXTRAS, StanModel.bytes(extras))
        .section("provenance", provenance)
        .section("metrics", metrics(result));
  }

  /** The exported graph must give the held-out rows what the trainer gave them. */
  private void requireParity(Bundle bundle, Map<String, Double> trained) throws IOException {
    Map<String, Double> served = new LinkedHashMap<>();
    Iterator<TrainingBatch> held = objective.validation();
    try (OnnxGraph score =
        OnnxGraph.open(StanModel.of(bundle).bundle(), StanExport.SCORE, heldOut.largestBatch())) {
      while (held.hasNext()) {
        int rows = fill(score, held.next());
        score.run(rows);
        for (int n = 0; n < rows; n++) {
          for (StanAttribute attribute : StanAttribute.values()) {
            int at = n * StanAttribute.COUNT + attribute.place();
            double nats = -score.floatOutput(StanExport.LOG_LIKELIHOOD).get(at);
            served.merge(attribute.title(), nats / heldOut.rows(), Double::sum);
          }
        }
      }
    }
    for (Map.Entry<String, Double> here : served.entrySet()) {
      double there = trained.getOrDefault(here.getKey(), Double.NaN);
      double tolerance = TOLERANCE * Math.max(1, Math.abs(there));
      if (!(Math.abs(here.getValue() - there) <= tolerance)) {
        throw new TrainingException(
            "%s: the exported graph gives %s nats a flow on the held-out rows, the trainer gave %s: expected a difference of at most %s; the bundle was not written"
                .formatted(here.getKey(), here.getValue(), there, tolerance));
      }
    }
  }

  private static int fill(OnnxGraph graph, TrainingBatch batch) {
    int[] rows = {0};
    batch
        .inputs()
        .forEach(
            (name, tensor) -> {
              rows[0] = Math.toIntExact(tensor.shape()[0]);
              if (tensor instanceof HostTensor.Floats floats) {
                graph.floats(name).put(0, floats.values());
              } else if (tensor instanceof HostTensor.Longs longs) {
                graph.longs(name).put(0, longs.values());
              }
            });
    return rows[0];
  }

  private Map<String, Object> metrics(TrainingResult result) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("parameters", result.weights().size());
    metrics.put("epochs", result.history().size());
    metrics.put("bestEpoch", result.bestEpoch() + 1);
    metrics.put("steps", result.steps());
    metrics.put("seconds", Math.round(result.seconds()));
    metrics.put("trainingHosts", training.byHost().size());
    metrics.put("trainingFlows", training.flows());
    metrics.put("rowsAPass", batches.rows());
    metrics.put("rowsHeldOut", heldOut.rows());
    metrics.put("trainNatsPerFlow", result.best().train().means());
    metrics.put("validationNatsPerFlow", result.best().validation().means());
    return metrics;
  }
}
