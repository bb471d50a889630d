package io.flowstan.bundle;

import java.util.List;

/**
 * One ONNX graph of a bundle: its file, and the tensors that go in and come out.
 *
 * @param externalData files of the bundle that hold the graph's weights; several graphs may share
 *     one
 */
public record GraphSpec(
    String file, List<String> externalData, List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public GraphSpec {
    if (file == null || inputs == null || outputs == null) {
      throw new IllegalArgumentException("graph: expected a file, inputs and outputs");
    }
    externalData = externalData == null ? List.of() : List.copyOf(externalData);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
