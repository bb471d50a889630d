package io.flowstan.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.bundle.BundleWriter;
import io.flowstan.bundle.TensorType;
import io.flowstan.model.OnnxGraph;
import io.flowstan.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws by inversion in ONNX Runtime, against running sums in double precision. */
class InversionTest {
  private static final int ROWS = 257;
  private static final float SMALLEST_UNIFORM = 0x1p-24f;
  private static final float LARGEST_UNIFORM = 1 - 0x1p-24f;

  /** Rounding of a few hundred float32 additions; a class next to the right one is off by 1e-3. */
  private static final double SLACK = 1e-5;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 17, 32, 33, 64, 73, 122, 187, 389, 400, 1_000})
  void theClassIsTheOneWhoseSumsHoldTheThresholdAndHasWeight(int classes) throws IOException {
    drawAndCompare(classes, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 17, 32, 33, 64, 73, 122, 187, 389, 400, 1_000})
  void aLastClassThatAlwaysHasWeightTakesWhatIsLeft(int classes) throws IOException {
    drawAndCompare(classes, false);
  }

  private void drawAndCompare(int classes, boolean lastMayBeZero) throws IOException {
    try (OnnxGraph graph = graph(classes, lastMayBeZero)) {
      float[] weights = new float[ROWS * classes];
      float[] u = new float[ROWS];
      for (int row = 0; row < ROWS; row++) {
        fill(weights, row, classes);
        if (!lastMayBeZero) {
          weights[row * classes + classes - 1] += 0x1p-10f;
          toOne(weights, row, classes);
        }
        u[row] =
            switch (row % 4) {
              case 0 -> SMALLEST_UNIFORM;
              case 1 -> LARGEST_UNIFORM;
              default -> CounterRandom.uniform(7, row);
            };
      }
      float[] drawn = run(graph, weights, u, 0, ROWS);

      for (int row = 0; row < ROWS; row++) {
        int at = (int) drawn[row];
        double total = sum(weights, row, classes, classes);
        double before = sum(weights, row, classes, at);
        double threshold = u[row] * total;
        assertThat(weights[row * classes + at])
            .as("row %d: weight of class %d", row, at)
            .isPositive();
        assertThat(threshold)
            .as("row %d, class %d", row, at)
            .isBetween(
                before - SLACK * total, before + weights[row * classes + at] + SLACK * total);
      }

      // and the same in a batch of any size, at any place
      for (int size = 1; size <= 35; size++) {
        int from = 3 * size;
        assertThat(run(graph, weights, u, from, size))
            .as("batch of %d", size)
            .containsExactly(Arrays.copyOfRange(drawn, from, from + size));
      }
    }
  }

  /** Weights over 30 powers of two, most of them zero, the first and last ones often. */
  private static void fill(float[] weights, int row, int classes) {
    boolean any = false;
    for (int c = 0; c < classes; c++) {
      long bits = CounterRandom.bits(row, c);
      boolean taken = (bits & 3) == 0;
      weights[row * classes + c] = taken ? (float) Math.scalb(1.0, -(int) (bits >>> 8) % 30) : 0;
      any |= taken;
    }
    if (!any) {
      weights[row * classes + row % classes] = 0.25f;
    }
  }

  private static void toOne(float[] weights, int row, int classes) {
    double total = sum(weights, row, classes, classes);
    for (int c = 0; c < classes; c++) {
      weights[row * classes + c] /= (float) total;
    }
  }

  private static double sum(float[] weights, int row, int classes, int count) {
    double sum = 0;
    for (int c = 0; c < count; c++) {
      sum += weights[row * classes + c];
    }
    return sum;
  }

  private static float[] run(OnnxGraph graph, float[] weights, float[] u, int from, int rows) {
    int classes = weights.length / ROWS;
    graph.floats("weights").put(0, weights, from * classes, rows * classes);
    graph.floats("u").put(0, u, from, rows);
    graph.run(rows);
    float[] drawn = new float[rows];
    graph.floatOutput("drawn").get(0, drawn);
    return drawn;
  }

  private OnnxGraph graph(int classes, boolean lastMayBeZero) throws IOException {
    OnnxOps ops = new OnnxOps("draw", new WeightsFile("none"));
    OnnxValue weights = ops.input("weights", TensorType.FLOAT32, -1, classes);
    OnnxValue u = ops.input("u", TensorType.FLOAT32, -1, 1);
    ops.output("drawn", ops.reshape(ops.invert(weights, u, lastMayBeZero), -1, 1));
    return OnnxGraph.open(
        new BundleWriter("draw")
            .graph("draw", ops.spec("draw.onnx"), ops.build())
            .write(folder.resolve("draw.zip")),
        "draw",
        ROWS);
  }
}
