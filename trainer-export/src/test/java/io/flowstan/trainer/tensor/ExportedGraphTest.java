package io.flowstan.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.bundle.GraphSpec;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.bundle.TensorType;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph that was recorded here, as the engine runs it from a bundle. */
class ExportedGraphTest {
  private static final int MAX_ROWS = 64;
  private static final int WIDTH = 5;

  private final WeightsFile weights = new WeightsFile("weights.bin");
  private final OnnxOps ops = new OnnxOps("tiny", weights);
  private final Path folder;

  /** p = softmax(x w + b) and k = min(code + 1, 3), with w, b in the weights file. */
  ExportedGraphTest(@TempDir Path folder) {
    this.folder = folder;
    SplittableRandom random = new SplittableRandom(1);
    float[] matrix = new float[WIDTH * WIDTH];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (float) random.nextDouble(-1, 1);
    }
    weights.add("w", matrix, WIDTH, WIDTH);
    weights.add("b", new float[] {1, 2, 3, 4, 5}, WIDTH);
    OnnxValue x = ops.input("x", TensorType.FLOAT32, -1, WIDTH);
    OnnxValue code = ops.input("code", TensorType.INT64, -1);
    ops.output("p", ops.softmax(ops.add(ops.matmul(x, ops.parameter("w")), ops.parameter("b"))));
    ops.output(
        "k",
        ops.min(ops.add(code, ops.constant(new long[] {1}, 1)), ops.constant(new long[] {3}, 1)));
  }

  private Bundle bundle() throws IOException {
    GraphSpec spec = ops.spec("tiny.onnx");
    return bundle(spec.inputs(), spec.outputs());
  }

  private Bundle bundle(List<TensorSpec> inputs, List<TensorSpec> outputs) throws IOException {
    GraphSpec spec = new GraphSpec("tiny.onnx", List.of("weights.bin"), 1, inputs, outputs);
    return new BundleWriter("tiny")
        .graph("tiny", spec, ops.build())
        .file("weights.bin", weights.bytes())
        .write(folder.resolve("tiny.zip"));
  }

  @Test
  void rowsDoNotDependOnTheBatch() throws IOException {
    try (OnnxGraph graph = OnnxGraph.open(bundle(), "tiny", MAX_ROWS)) {
      fill(graph);

      List<float[]> whole = probabilities(graph, MAX_ROWS);

      assertThat(probabilities(graph, 1)).usingRecursiveComparison().isEqualTo(whole.subList(0, 1));
      assertThat(probabilities(graph, 7)).usingRecursiveComparison().isEqualTo(whole.subList(0, 7));
      assertThat(probabilities(graph, MAX_ROWS)).usingRecursiveComparison().isEqualTo(whole);
      LongBuffer k = graph.longOutput("k");
      assertThat(new long[] {k.get(0), k.get(1), k.get(2), k.get(3), k.get(MAX_ROWS - 1)})
          .containsExactly(1, 2, 3, 3, 3);
    }
  }

  @Test
  void refilledInputsAreSeenByTheNextRun() throws IOException {
    try (OnnxGraph graph = OnnxGraph.open(bundle(), "tiny", 2)) {
      graph.run(2);
      graph.longs("code").put(1, 1);
      graph.run(2);

      assertThat(graph.longOutput("k").get(1)).isEqualTo(2);
    }
  }

  @Test
  void softmaxIsThatOfTheWeights() throws IOException {
    try (OnnxGraph graph = OnnxGraph.open(bundle(), "tiny", 1)) {
      graph.run(1);

      double sum = 0;
      for (int i = 1; i <= WIDTH; i++) {
        sum += Math.exp(i);
      }
      for (int i = 1; i <= WIDTH; i++) {
        assertThat((double) graph.floatOutput("p").get(i - 1))
            .isCloseTo(Math.exp(i) / sum, org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  @Test
  void everyDifferenceFromTheManifestIsSaid() throws IOException {
    List<TensorSpec> inputs =
        List.of(
            new TensorSpec("x", TensorType.INT64, List.of(-1L, 5L)),
            new TensorSpec("mode", TensorType.INT64, List.of(-1L)));
    List<TensorSpec> outputs =
        List.of(
            new TensorSpec("p", TensorType.FLOAT32, List.of(-1L, 6L)),
            new TensorSpec("k", TensorType.INT64, List.of(1L)));
    Bundle bundle = bundle(inputs, outputs);

    assertThatThrownBy(() -> OnnxGraph.open(bundle, "tiny", 1))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("graph 'tiny' (tiny.onnx)")
        .hasMessageContaining("input 'x': the manifest says int64, the graph")
        .hasMessageContaining("input 'mode': in the manifest, not in the graph")
        .hasMessageContaining("input 'code': in the graph, not in the manifest")
        .hasMessageContaining("output 'p': the manifest says shape [-1, 6], the graph [-1, 5]")
        .hasMessageContaining("output 'k': the manifest says shape [1]: the first axis must be");
  }

  @Test
  void bytesThatAreNoGraphAreRefused() throws IOException {
    GraphSpec spec = new GraphSpec("g.onnx", List.of(), 1, List.of(), List.of());
    Bundle bundle =
        new BundleWriter("bad").graph("g", spec, new byte[100]).write(folder.resolve("bad"));

    assertThatThrownBy(() -> OnnxGraph.open(bundle, "g", 1))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("ONNX Runtime refuses it");
    assertThatThrownBy(() -> OnnxGraph.open(bundle, "step", 1))
        .hasMessage("model 'bad': no graph 'step', only [g]");
  }

  @Test
  void withoutCudaTheCpuRunsAndSaysSo() throws IOException {
    List<String> warnings = new ArrayList<>();

    try (OnnxGraph graph =
        OnnxGraph.open(bundle(), "tiny", 1, ExecutionProvider.CUDA, warnings::add)) {
      graph.run(1);

      assertThat(graph.provider()).isEqualTo(ExecutionProvider.CPU);
      assertThat(warnings)
          .singleElement()
          .asString()
          .contains("CUDA cannot be used, running on the CPU");
    }
  }

  @Test
  void rowsOutOfRangeAndUnknownNamesAreRefused() throws IOException {
    try (OnnxGraph graph = OnnxGraph.open(bundle(), "tiny", 8)) {
      assertThatThrownBy(() -> graph.run(9)).hasMessageEndingWith("9 rows: expected 1 to 8");
      assertThatThrownBy(() -> graph.run(0)).hasMessageEndingWith("0 rows: expected 1 to 8");
      assertThatThrownBy(() -> graph.floats("y"))
          .hasMessageEndingWith("no input 'y', only [x, code]");
      assertThatThrownBy(() -> graph.longs("x")).hasMessageContaining("asked for as int64");
    }
  }

  private static void fill(OnnxGraph graph) {
    SplittableRandom random = new SplittableRandom(2);
    FloatBuffer x = graph.floats("x");
    for (int i = 0; i < x.capacity(); i++) {
      x.put(i, (float) random.nextDouble(-3, 3));
    }
    for (int row = 0; row < MAX_ROWS; row++) {
      graph.longs("code").put(row, row);
    }
  }

  private static List<float[]> probabilities(OnnxGraph graph, int rows) {
    graph.run(rows);
    List<float[]> result = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      float[] p = new float[WIDTH];
      graph.floatOutput("p").get(row * WIDTH, p);
      result.add(p);
    }
    return result;
  }
}
