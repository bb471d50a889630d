package io.flowstan.trainer.model;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.codec.Memory;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.trainer.command.PreparedModel;
import io.flowstan.trainer.command.Provenance;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.network.FlowObjective;
import io.flowstan.trainer.network.GraphExport;
import io.flowstan.trainer.network.NetworkShape;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The product's model with its data, ready to be trained and exported. */
final class FlowModel implements PreparedModel {
  private final FlowObjective objective;
  private final NetworkShape shape;
  private final ProfileDistribution profiles;
  private final Memory memory;
  private final boolean rateIsCalibrated;
  private final HostFlows data;
  private final HostFlows training;
  private final HostFlows validation;

  FlowModel(
      FlowObjective objective,
      NetworkShape shape,
      ProfileDistribution profiles,
      Recipe recipe,
      HostFlows data,
      HostFlows training,
      HostFlows validation) {
    this.objective = objective;
    this.shape = shape;
    this.profiles = profiles;
    this.memory = recipe.memory();
    this.rateIsCalibrated = recipe.calibrated();
    this.data = data;
    this.training = training;
    this.validation = validation;
  }

  @Override
  public Objective objective() {
    return objective;
  }

  @Override
  public Map<String, String> identity() {
    return Map.of("network", shape.toString(), "memory", memory.title());
  }

  @Override
  public List<String> notes() {
    return List.of(
        "%,d flows to train on, %,d to validate on".formatted(training.flows(), validation.flows()),
        "left out: %,d malformed rows, and rows that break a hard rule: %s"
            .formatted(data.malformed(), data.brokenRules()));
  }

  @Override
  public void export(TrainingResult result, Provenance provenance, Path out) throws IOException {
    Path parent = out.toAbsolutePath().getParent();
    Path draft = Files.createTempDirectory(parent, ".flowstan-draft");
    try {
      Bundle uncalibrated = writer(result, provenance, profiles).write(draft.resolve("bundle.zip"));
      ParityCheck.require(
          uncalibrated, validation, profiles, memory, result.best().validation().means());
      writer(result, provenance, calibrated(uncalibrated)).write(out);
    } finally {
      Files.deleteIfExists(draft.resolve("bundle.zip"));
      Files.delete(draft);
    }
  }

  private ProfileDistribution calibrated(Bundle uncalibrated) throws IOException {
    if (memory == Memory.NONE || !rateIsCalibrated) {
      // without memory it never runs free, so there is no rate to correct
      return profiles;
    }
    return RateCalibrator.of(training).calibrate(uncalibrated);
  }

  private BundleWriter writer(
      TrainingResult result, Provenance provenance, ProfileDistribution distribution) {
    BundleWriter bundle = new BundleWriter("flowstan");
    new GraphExport(shape, result.weights()).addTo(bundle);
    return bundle
        .section("provenance", provenance)
        .section("codec", shape.codec())
        .section("profiles", distribution)
        .section("reference", training.reference())
        .section("metrics", metrics(result));
  }

  private Map<String, Object> metrics(TrainingResult result) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("memory", memory.title());
    metrics.put("parameters", result.weights().size());
    metrics.put("epochs", result.history().size());
    metrics.put("bestEpoch", result.bestEpoch() + 1);
    metrics.put("steps", result.steps());
    metrics.put("trainingHosts", training.byHost().size());
    metrics.put("trainingFlows", training.flows());
    metrics.put("validationHosts", validation.byHost().size());
    metrics.put("validationFlows", validation.flows());
    metrics.put("rowsLeftOut", data.brokenRules());
    metrics.put("trainNatsPerFlow", result.best().train().means());
    metrics.put("validationNatsPerFlow", result.best().validation().means());
    return metrics;
  }
}
