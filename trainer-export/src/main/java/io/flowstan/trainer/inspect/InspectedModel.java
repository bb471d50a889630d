package io.flowstan.trainer.inspect;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.bundle.GraphSpec;
import io.flowstan.bundle.Manifest;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.trainer.inspect.ModelSummary.GraphSummary;
import io.flowstan.trainer.inspect.ModelSummary.HeadSummary;
import io.flowstan.trainer.network.GraphExport;
import io.flowstan.trainer.network.NetworkShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bundle that is looked into, not run: its codec, its profiles, its graphs and weights. */
final class InspectedModel {
  private final Bundle bundle;
  private final CodecSpec codec;
  private final ProfileDistribution profiles;
  private final Map<String, GraphProto> graphs = new LinkedHashMap<>();
  private final StoredWeights weights;

  InspectedModel(Bundle bundle) throws BundleException {
    this.bundle = bundle;
    Manifest manifest = bundle.manifest();
    this.codec = manifest.section("codec", CodecSpec.class);
    this.profiles = manifest.section("profiles", ProfileDistribution.class);
    for (Map.Entry<String, GraphSpec> graph : manifest.graphs().entrySet()) {
      graphs.put(graph.getKey(), read(graph.getValue().file()));
    }
    this.weights = StoredWeights.of(bundle, graphs.values());
  }

  private GraphProto read(String file) throws BundleException {
    try {
      return ModelProto.parseFrom(bundle.bytes(file)).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new BundleException(
          "%s, %s: no ONNX graph: %s; export the bundle again"
              .formatted(bundle, file, e.getMessage()),
          e);
    }
  }

  CodecSpec codec() {
    return codec;
  }

  ProfileDistribution profiles() {
    return profiles;
  }

  StoredWeights weights() {
    return weights;
  }

  /**
   * The bundle with its graphs as this program writes them, and all else as it is.
   *
   * @throws IllegalArgumentException where its weights are those of another network
   */
  BundleWriter withNewGraphs() {
    NetworkShape shape = NetworkShape.standard(codec, profiles.inputs());
    GraphExport graphs = GraphExport.ofStored(shape, this::values);
    BundleWriter writer = BundleWriter.withoutGraphs(bundle);
    graphs.addTo(writer);
    return writer;
  }

  private float @Nullable [] values(String parameter) {
    StoredWeights.Weight weight = weights.get(parameter);
    return weight == null ? null : weight.values();
  }

  ModelSummary summary() {
    Manifest manifest = bundle.manifest();
    Map<String, Integer> files = new LinkedHashMap<>();
    manifest.files().keySet().forEach(file -> files.put(file, bundle.bytes(file).length));
    Map<String, GraphSummary> summaries = new LinkedHashMap<>();
    manifest
        .graphs()
        .forEach(
            (name, spec) -> {
              GraphProto graph = graphs.getOrDefault(name, GraphProto.getDefaultInstance());
              summaries.put(
                  name,
                  new GraphSummary(
                      spec.file(),
                      graph.getNodeCount(),
                      spec.inputs(),
                      spec.outputs(),
                      MultiplyAdds.of(graph)));
            });
    return new ModelSummary(
        manifest.name(),
        bundle.digest(),
        manifest.formatVersion(),
        files,
        weights.parameters(),
        heads(),
        summaries,
        manifest.provenance(),
        manifest.metrics());
  }

  private List<HeadSummary> heads() {
    List<HeadSummary> heads = new ArrayList<>();
    for (Head head : Head.values()) {
      // weight, centre and scale for each component, or its weight where all flows share the rest
      StoredWeights.Weight mixture = weights.get(head.title() + ".mixture.bias");
      int each = NetworkShape.sharesComponents(head) ? 1 : 3;
      int components = mixture == null ? 0 : mixture.columns() / each;
      heads.add(new HeadSummary(head.title(), NetworkShape.classes(codec, head), components));
    }
    return heads;
  }
}
