package io.flowstan.trainer.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.TensorType;
import io.flowstan.trainer.tensor.OnnxOps;
import io.flowstan.trainer.tensor.OnnxValue;
import io.flowstan.trainer.tensor.WeightsFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {
  private final WeightsFile weights = new WeightsFile("weights.bin");
  private final OnnxOps ops = new OnnxOps("small", weights);

  @Test
  void aProductTakesRowsTimesColumnsTimesTheLengthOfTheSum() throws Exception {
    // Given [N, 8, 6] x [6, 5], then as [N, 20] + bias of [N, 40] x [40, 20]
    weights.add("a", new float[30], 6, 5);
    weights.add("b", new float[800], 40, 20);
    weights.add("c", new float[20], 1, 20);
    OnnxValue x = ops.input("x", TensorType.FLOAT32, -1, 8, 6);
    OnnxValue wide = ops.reshape(ops.relu(ops.matmul(x, ops.parameter("a"))), -1, 40);
    ops.output("y", ops.add(ops.matmul(wide, ops.parameter("b")), ops.parameter("c")));

    // Then: 8 * 5 * 6 and 20 * 40 for each row
    assertThat(count().byOperator()).containsEntry("MatMul", 240L).containsEntry("Gemm", 800L);
    assertThat(count().perRow()).isEqualTo(1_040);
  }

  @Test
  void rowsPackedIntoTheBatchAxisCountForTheirRow() throws Exception {
    // Given the last 4 of 8 positions of each row as rows of their own: [4 N, 6] x [6, 5]
    weights.add("a", new float[30], 6, 5);
    OnnxValue x = ops.input("x", TensorType.FLOAT32, -1, 8, 6);
    OnnxValue packed = ops.reshape(ops.reversed(x, 1, 4, 8), -1, 6);
    ops.output("y", ops.matmul(packed, ops.parameter("a")));

    assertThat(count().perRow()).isEqualTo(4 * 5 * 6);
  }

  @Test
  void aVectorTimesEachRowsOwnMatrixCounts() throws Exception {
    // Given the dot products of 7 positions with a vector of 6 that is each row's own
    OnnxValue x = ops.input("x", TensorType.FLOAT32, -1, 7, 6);
    OnnxValue y = ops.input("y", TensorType.FLOAT32, -1, 6);
    ops.output("z", ops.dotRows(x, y));

    assertThat(count().perRow()).isEqualTo(7 * 6);
  }

  @Test
  void aTableOfAllRowsAlikeCostsARowNothing() throws Exception {
    weights.add("a", new float[30], 5, 6);
    weights.add("b", new float[30], 6, 5);
    OnnxValue x = ops.input("x", TensorType.FLOAT32, -1, 5);
    OnnxValue table = ops.matmul(ops.parameter("a"), ops.parameter("b"));
    ops.output("y", ops.matmul(x, table));

    assertThat(count().perRow()).isEqualTo(5 * 5);
  }

  @Test
  void aConvolutionCountsItsKernelAtEachStep() {
    // Given 1-d: 3 channels of 32 to 4, kernel 5, stride 2, padded by 2 on both ends
    GraphProto graph =
        GraphProto.newBuilder()
            .addInput(input("x", 3, 32))
            .addInitializer(TensorProto.newBuilder().setName("w").addDims(4).addDims(3).addDims(5))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("Conv")
                    .addInput("x")
                    .addInput("w")
                    .addOutput("y")
                    .addAttribute(ints("pads", 2, 2))
                    .addAttribute(ints("strides", 2)))
            .build();

    // Then: (32 + 4 - 5) / 2 + 1 = 16 steps, each 4 x 3 x 5
    assertThat(MultiplyAdds.of(graph).perRow()).isEqualTo(16 * 4 * 3 * 5);
  }

  @Test
  void whatCannotBeToldIsAbsentAndNamed() {
    GraphProto graph =
        GraphProto.newBuilder()
            .addInput(input("x", 6))
            .addNode(node("Magic", "magic", "x", "x", "odd"))
            .addNode(node("MatMul", "last", "odd", "x", "y"))
            .build();

    assertThat(MultiplyAdds.of(graph).perRow()).isNull();
    assertThat(MultiplyAdds.of(graph).untold()).isEqualTo("MatMul last");
  }

  /**
   * By hand, the largest parts: the newest row 40 x 24 = 960; layers 48 x 24 + 48 x 32 + 64 x 48 +
   * 96 x 64 + 128 x 96 = 24,192; trunk 195 x 96 = 18,720; heads 96 x 416 = 39,936, 32 x 1,332
   * classes = 42,624, 32 x 88 of mixtures = 2,816; what is drawn, seen by later heads, 32 x (9 + 33
   * + 41 + 49 + 61 + 69 + 77 + 85 + 93 + 101 + 110 + 119 + 128) = 31,200; running sums some 5,000.
   * The rest are peers, masks and steering. With windows of 32 rows it would be 73,152 more.
   */
  @Test
  void aFlowOfTheShippedModelTakesLessThan190Thousand() throws IOException {
    ModelSummary model = new InspectedModel(Bundle.openDefault()).summary();

    assertThat(model.graphs().get("step"))
        .satisfies(step -> assertThat(step.multiplyAdds().perRow()).isBetween(1L, 190_000L));
  }

  @Test
  void paddedRowsAreAsLongAsTheyAre() throws Exception {
    // Given 37 classes, drawn in blocks of 16
    OnnxValue weights = ops.input("w", TensorType.FLOAT32, -1, 37);
    OnnxValue u = ops.input("u", TensorType.FLOAT32, -1, 1);
    ops.output("y", ops.invert(weights, u, false));

    // Then: running sums of 3 blocks, but for the last one's, and of 16 classes
    assertThat(count().perRow()).isEqualTo(3 * 2 + 16 * 16);
  }

  private MultiplyAdds count() throws InvalidProtocolBufferException {
    return MultiplyAdds.of(ModelProto.parseFrom(ops.build()).getGraph());
  }

  private static ValueInfoProto input(String name, long... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (long length : lengths) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setShape(shape)))
        .build();
  }

  private static NodeProto node(String operator, String name, String... tensors) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(name)
        .addAllInput(List.of(tensors).subList(0, tensors.length - 1))
        .addOutput(tensors[tensors.length - 1])
        .build();
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }
}
