package io.flowstan.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients reach the parameters through every kind of operation. */
class DjlOpsTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 4;

  /**
   * Healthy: float32 rounding of the difference quotient, about 2e-3; a lost path is off by 0.1.
   */
  private static final double TOLERANCE = 0.02;

  static {
    System.setProperty("ai.djl.offline", "true");
  }

  interface Loss extends BiFunction<DjlOps, NDArray, NDArray> {}

  static Stream<Arguments> losses() {
    return Stream.of(
        loss("matmul", (o, w) -> o.matmul(o.reshape(w, 4, 3), w)),
        loss("tanhOfSum", (o, w) -> o.tanh(o.sum(w, -1, true))),
        loss("sigmoidTimesRelu", (o, w) -> o.mul(o.sigmoid(w), o.relu(w))),
        loss("logSoftmax", (o, w) -> o.gatherElements(o.logSoftmax(w), rows(o))),
        loss("softmaxCumSum", (o, w) -> o.gatherElements(o.cumSum(o.softmax(w)), rows(o))),
        loss("logSumExp", DjlOpsTest::logSumExp),
        loss("gatherRows", (o, w) -> o.exp(o.gatherRows(w, o.constant(new long[] {2, 0, 2}, 3)))),
        loss(
            "pickRows",
            (o, w) ->
                o.exp(o.pickRows(o.reshape(w, 3, 2, 2), o.constant(new long[] {1, 0, 1}, 3)))),
        loss("sliceConcat", (o, w) -> o.exp(o.concat(1, List.of(o.slice(w, 1, 0, 2), w)))),
        loss("divByMax", (o, w) -> o.div(w, o.add(o.max(w, o.neg(w)), one(o)))),
        loss(
            "where",
            (o, w) -> o.where(o.less(o.constant(new float[] {0}), w), o.exp(w), o.mul(w, w))),
        loss("whereBroadcasts", (o, w) -> o.where(o.sigmoid(w), o.sum(w, -1, true), one(o))));
  }

  private static Arguments loss(String name, Loss loss) {
    return Arguments.of(name, loss);
  }

  private static NDArray one(DjlOps o) {
    return o.constant(new float[] {1});
  }

  private static NDArray rows(DjlOps o) {
    return o.constant(new long[] {0, 3, 1, 2, 2, 2}, 3, 2);
  }

  private static NDArray logSumExp(DjlOps o, NDArray w) {
    NDArray highest = o.max(w, -1, true);
    return o.add(o.log(o.sum(o.exp(o.sub(w, highest)), -1, true)), highest);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void gradientIsTheDifferenceQuotient(String name, Loss loss) {
    SplittableRandom random = new SplittableRandom(7);
    float[] start = new float[ROWS * COLUMNS];
    for (int i = 0; i < start.length; i++) {
      // at least 0.2 away from the kinks at zero
      start[i] = (float) random.nextDouble(0.2, 1.5) * (random.nextBoolean() ? 1 : -1);
    }

    float[] gradient = gradient(loss, start);

    double step = 1e-2;
    for (int i = 0; i < start.length; i++) {
      double slope = (value(loss, start, i, step) - value(loss, start, i, -step)) / (2 * step);
      assertThat((double) gradient[i])
          .as("%s, weight %d", name, i)
          .isCloseTo(slope, within(TOLERANCE * Math.max(1, Math.abs(slope))));
    }
  }

  private static float[] gradient(Loss loss, float[] at) {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager step = manager.newSubManager()) {
      NDArray weight = manager.create(at, new Shape(ROWS, COLUMNS));
      weight.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        DjlOps ops = new DjlOps(step, Map.of("w", weight));
        collector.backward(loss.apply(ops, ops.parameter("w")).sum());
      }
      return weight.getGradient().toFloatArray();
    }
  }

  private static double value(Loss loss, float[] start, int index, double change) {
    float[] at = start.clone();
    at[index] += (float) change;
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray weight = manager.create(at, new Shape(ROWS, COLUMNS));
      DjlOps ops = new DjlOps(manager, Map.of("w", weight));
      double sum = 0;
      for (float element : loss.apply(ops, weight).toFloatArray()) {
        sum += element;
      }
      return sum;
    }
  }

  @Test
  void nothingOfAStepOutlivesItsManager() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray weight = manager.create(new float[] {1, 2}, new Shape(2));
      int before = manager.getManagedArrays().size();

      try (NDManager step = manager.newSubManager()) {
        DjlOps ops = new DjlOps(step, Map.of("w", weight));
        NDArray w = ops.parameter("w");
        ops.where(ops.less(w, ops.neg(w)), ops.add(w, w), ops.max(w, 0, true));
      }

      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void mixedTypesAreRefusedAsOnnxDoes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DjlOps ops = new DjlOps(manager, Map.of());
      NDArray whole = ops.constant(new long[] {1}, 1);

      assertThatThrownBy(() -> ops.add(one(ops), whole))
          .hasMessage("add of float32 and int64: expected one type, by toFloat or toLong");
    }
  }

  @Test
  void unknownParameterIsNamed() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DjlOps ops = new DjlOps(manager, Map.of("w", manager.create(1f)));

      assertThatThrownBy(() -> ops.parameter("v")).hasMessage("parameter 'v': expected one of [w]");
    }
  }
}
