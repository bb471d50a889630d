package io.flowstan.trainer.inspect;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many multiplications with an addition the products of an ONNX graph take for one row of the
 * batch: elements of the result x length of the sum, for each MatMul, Gemm and Conv. What is the
 * same for all rows is left out.
 *
 * @param perRow of all of them; null where the shape of one cannot be told
 * @param byOperator the same for each kind of product
 * @param untold the first node whose shape cannot be told; empty where there is none
 */
record MultiplyAdds(@Nullable Long perRow, Map<String, Long> byOperator, String untold) {

  /** Counts the products of {@code graph}. */
  static MultiplyAdds of(GraphProto graph) {
    GraphShapes shapes = new GraphShapes(graph);
    Map<String, Long> byOperator = new TreeMap<>();
    long all = 0;
    for (NodeProto node : graph.getNodeList()) {
      if (isProduct(node)) {
        Long count = count(node, shapes);
        if (count == null) {
          return new MultiplyAdds(null, Map.of(), node.getOpType() + " " + node.getName());
        }
        all += count;
        byOperator.merge(node.getOpType(), count, Long::sum);
      }
    }
    return new MultiplyAdds(all, new LinkedHashMap<>(byOperator), "");
  }

  private static boolean isProduct(NodeProto node) {
    return switch (node.getOpType()) {
      case "MatMul", "Gemm", "Conv" -> true;
      default -> false;
    };
  }

  private static @Nullable Long count(NodeProto node, GraphShapes shapes) {
    SymbolicShape left = shapes.of(node.getInput(0));
    SymbolicShape result = shapes.of(node.getOutput(0));
    SymbolicShape right = shapes.of(node.getInput(1));
    if (left == null || right == null || result == null) {
      return null;
    }
    // weights of a Conv: [out, in / group, kernel ...]; the sum is over all axes but the first
    long summed =
        node.getOpType().equals("Conv")
            ? right.elements() / right.axis(0).count()
            : left.axis(GraphShapes.attribute(node, "transA", 0) == 0 ? -1 : 0).count();
    return result.perRow() ? Math.multiplyExact(result.elements(), summed) : 0L;
  }
}
