package io.flowstan.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.bundle.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorded graph looks like. */
class OnnxOpsTest {
  private final WeightsFile weights = new WeightsFile("weights.bin");
  private final OnnxOps ops = new OnnxOps("graph", weights);
  private final OnnxValue x = ops.input("x", TensorType.FLOAT32, -1, 3);

  @Test
  void productThenVectorIsOneGemm() {
    weights.add("encoder.weight", new float[6], 3, 2);
    weights.add("encoder.bias", new float[2], 2);

    ops.output(
        "y",
        ops.add(ops.matmul(x, ops.parameter("encoder.weight")), ops.parameter("encoder.bias")));

    assertThat(operators()).containsExactly("Gemm");
    assertThat(graph().getNode(0).getName()).startsWith("encoder.weight/Gemm_");
  }

  @Test
  void productThatIsUsedTwiceStays() {
    weights.add("w", new float[6], 3, 2);
    weights.add("b", new float[2], 2);
    OnnxValue product = ops.matmul(x, ops.parameter("w"));

    ops.output("y", ops.mul(product, ops.add(product, ops.parameter("b"))));

    assertThat(operators()).containsExactly("MatMul", "Gemm", "Mul");
  }

  @Test
  void conditionIsNotTurnedIntoNumbersAndBack() {
    OnnxValue zero = ops.constant(new float[] {0});

    ops.output("y", ops.where(ops.less(x, zero), zero, x));

    assertThat(operators()).containsExactly("Less", "Where");
  }

  @Test
  void equalNodesAndConstantsAreRecordedOnce() {
    OnnxValue once = ops.exp(ops.mul(x, ops.constant(new float[] {2})));
    OnnxValue again = ops.exp(ops.mul(x, ops.constant(new float[] {2})));

    ops.output("y", ops.add(once, again));

    assertThat(operators()).containsExactly("Mul", "Exp", "Add");
    assertThat(graph().getInitializerCount()).isEqualTo(1);
  }

  @Test
  void whatNoOutputNeedsIsLeftOut() {
    weights.add("unused", new float[3], 3);
    ops.add(x, ops.parameter("unused"));

    ops.output("y", ops.relu(x));

    assertThat(operators()).containsExactly("Relu");
    assertThat(graph().getInitializerList()).isEmpty();
  }

  @Test
  void outputIsWhatItsNodeMakesUnlessItHasTwoNames() {
    OnnxValue y = ops.relu(x);

    ops.output("y", y);
    ops.output("again", y);
    ops.output("z", ops.exp(y));
    ops.output("given", x);

    assertThat(graph().getNodeList())
        .extracting(node -> node.getOpType() + node.getInputList() + node.getOutputList())
        .containsExactly("Relu[x][y]", "Exp[y][z]", "Identity[y][again]", "Identity[x][given]");
  }

  @Test
  void weightsLieOutsideAlignedInLittleEndian() {
    weights.add("a", new float[] {1, 2, 3}, 3);
    weights.add("b", new float[] {4}, 1);
    ops.output("y", ops.add(x, ops.parameter("b")));

    TensorProto initializer = graph().getInitializer(0);

    assertThat(initializer.getDataLocation()).isEqualTo(TensorProto.DataLocation.EXTERNAL);
    assertThat(initializer.getExternalDataList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("location=weights.bin", "offset=64", "length=4");
    assertThat(weights.bytes()).hasSize(68);
    assertThat(ByteBuffer.wrap(weights.bytes()).order(ByteOrder.LITTLE_ENDIAN).getFloat(64))
        .isEqualTo(4);
  }

  @Test
  void recordingTwiceGivesTheSameBytes() {
    OnnxOps again = new OnnxOps("graph", weights);

    ops.output("y", ops.softmax(x));
    again.output("y", again.softmax(again.input("x", TensorType.FLOAT32, -1, 3)));

    assertThat(again.build()).isEqualTo(ops.build());
  }

  @Test
  void inputsAndOutputsAreDescribedForTheManifest() {
    ops.output("y", ops.slice(x, -1, 0, 2));
    ops.output("k", ops.toLong(ops.sum(x, 1, false)));

    assertThat(ops.spec("g.onnx").inputs())
        .containsExactly(new TensorSpec("x", TensorType.FLOAT32, List.of(-1L, 3L)));
    assertThat(ops.spec("g.onnx").outputs())
        .containsExactly(
            new TensorSpec("y", TensorType.FLOAT32, List.of(-1L, 2L)),
            new TensorSpec("k", TensorType.INT64, List.of(-1L)));
  }

  @Test
  void shapesThatDoNotFitAreRefusedWhileRecording() {
    weights.add("w", new float[8], 4, 2);

    assertThatThrownBy(() -> ops.matmul(x, ops.parameter("w")))
        .hasMessage("matmul of [-1, 3] by [4, 2]: expected [..., k] by [k, n]");
    assertThatThrownBy(() -> ops.add(x, ops.constant(new float[2], 2)))
        .hasMessage("[-1, 3] and [2] do not broadcast");
    assertThatThrownBy(() -> ops.slice(x, 1, 2, 4))
        .hasMessage("slice 2..4 on axis 1 of [-1, 3]: expected 0 <= from < to <= length");
    assertThatThrownBy(() -> ops.gatherRows(ops.parameter("w"), x))
        .hasMessageEndingWith("expected int64, by toLong");
  }

  private List<String> operators() {
    return graph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private GraphProto graph() {
    try {
      return ModelProto.parseFrom(ops.build()).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
