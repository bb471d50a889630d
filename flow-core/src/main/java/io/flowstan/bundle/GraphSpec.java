package io.flowstan.bundle;

import java.util.List;

/**
 * One ONNX graph of a bundle: its file, and the tensors that go in and come out.
 *
 * @param externalData files of the bundle that hold the graph's weights; several graphs may share
 *     one
 * @param rowBlock the graph is to be run with a multiple of so many rows, or what it gives for a
 *     row may depend on the row's place; 1, also where it is left out, for any number
 */
public record GraphSpec(
    String file,
    List<String> externalData,
    int rowBlock,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs) {
  private static final int MOST_ROWS = 1_024;

  public GraphSpec {
    if (file == null || inputs == null || outputs == null) {
      throw new IllegalArgumentException("graph: expected a file, inputs and outputs");
    }
    if (rowBlock < 0 || rowBlock > MOST_ROWS) {
      throw new IllegalArgumentException(
          "graph '%s': rowBlock = %d: expected 1 to %d".formatted(file, rowBlock, MOST_ROWS));
    }
    rowBlock = Math.max(1, rowBlock);
    externalData = externalData == null ? List.of() : List.copyOf(externalData);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
