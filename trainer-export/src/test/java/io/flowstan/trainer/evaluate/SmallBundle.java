package io.flowstan.trainer.evaluate;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Memory;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.SegmentBatches;
import io.flowstan.trainer.data.Vocabularies;
import io.flowstan.trainer.network.FlowObjective;
import io.flowstan.trainer.network.GraphExport;
import io.flowstan.trainer.network.NetworkShape;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.optimise.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A bundle of the product's network with weights that a test chooses, trained on nothing. */
final class SmallBundle {
  final NetworkShape shape;
  final ProfileDistribution profiles;
  private final Map<String, HostTensor.Floats> weights = new LinkedHashMap<>();

  private SmallBundle(HostFlows data) {
    CodecSpec spec = Vocabularies.of(data, 1);
    profiles = SmallTraffic.profiles(data);
    shape = NetworkShape.standard(spec, profiles.inputs());
  }

  /** All weights zero: every class that the rules allow is as likely as the others. */
  static SmallBundle indifferent(HostFlows data) {
    SmallBundle bundle = new SmallBundle(data);
    for (ParameterSpec spec : bundle.parameters()) {
      bundle.weights.put(spec.name(), new HostTensor.Floats(new float[spec.size()], spec.shape()));
    }
    return bundle;
  }

  /** Weights as at the beginning of a training. */
  static SmallBundle random(HostFlows data, long seed) {
    SmallBundle bundle = new SmallBundle(data);
    for (ParameterSpec spec : bundle.parameters()) {
      bundle.weights.put(
          spec.name(), new HostTensor.Floats(spec.initialValues(seed), spec.shape()));
    }
    return bundle;
  }

  /** Sets one weight of a matrix. */
  SmallBundle with(String name, int row, int column, float value) {
    HostTensor.Floats tensor = new Weights(weights).tensor(name);
    tensor.values()[row * Math.toIntExact(tensor.shape()[1]) + column] = value;
    return this;
  }

  /** Rows of the matrix {@code name}. */
  int rows(String name) {
    return Math.toIntExact(new Weights(weights).tensor(name).shape()[0]);
  }

  Bundle write(Path target, Memory memory) throws IOException {
    BundleWriter writer = new BundleWriter("small");
    new GraphExport(shape, new Weights(weights)).addTo(writer);
    return writer
        .section("provenance", Map.of("command", "a test"))
        .section("codec", shape.codec())
        .section("profiles", profiles)
        .section("reference", Map.of())
        .section("metrics", Map.of("memory", memory.title()))
        .write(target);
  }

  private List<ParameterSpec> parameters() {
    SegmentBatches nothing = new SegmentBatches(List.of(), 1);
    return new FlowObjective(shape, nothing, nothing).parameters();
  }
}
