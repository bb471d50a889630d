package io.flowstan.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.bundle.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The comparison of what a graph takes and gives with what its manifest says. */
final class GraphContract {
  private GraphContract() {}

  /** All differences, none where the graph keeps the contract. */
  static List<String> differences(
      String kind, List<TensorSpec> manifest, Map<String, NodeInfo> graph) {
    List<String> differences = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(graph.keySet());
    for (TensorSpec spec : manifest) {
      unknown.remove(spec.name());
      NodeInfo node = graph.get(spec.name());
      if (spec.shape().isEmpty() || spec.shape().get(0) != TensorSpec.BATCH) {
        differences.add(
            "%s '%s': the manifest says shape %s: the first axis must be the batch, -1"
                .formatted(kind, spec.name(), spec.shape()));
      } else if (node == null) {
        differences.add(
            "%s '%s': in the manifest, not in the graph, which has %s"
                .formatted(kind, spec.name(), new TreeSet<>(graph.keySet())));
      } else {
        compare(kind, spec, node.getInfo(), differences);
      }
    }
    unknown.forEach(
        name -> differences.add(kind + " '" + name + "': in the graph, not in the manifest"));
    return differences;
  }

  private static void compare(
      String kind, TensorSpec spec, ValueInfo info, List<String> differences) {
    if (!(info instanceof TensorInfo tensor)) {
      differences.add("%s '%s': is no tensor".formatted(kind, spec.name()));
      return;
    }
    if (tensor.type != javaType(spec.dtype())) {
      differences.add(
          "%s '%s': the manifest says %s, the graph %s"
              .formatted(kind, spec.name(), spec.dtype(), tensor.onnxType));
    }
    List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
    if (!shape.equals(spec.shape())) {
      differences.add(
          "%s '%s': the manifest says shape %s, the graph %s"
              .formatted(kind, spec.name(), spec.shape(), shape));
    }
  }

  static OnnxJavaType javaType(TensorType type) {
    return switch (type) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case INT64 -> OnnxJavaType.INT64;
      case UINT8 -> OnnxJavaType.UINT8;
    };
  }
}
