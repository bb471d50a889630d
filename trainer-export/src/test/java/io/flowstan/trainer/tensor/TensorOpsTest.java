package io.flowstan.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both back ends compute the same thing, and the right one. */
class TensorOpsTest {
  /** Healthy 1e-7 relative; a wrong axis or operand is off by more than 0.1. */
  private static final double TOLERANCE = 1e-5;

  static {
    System.setProperty("ai.djl.offline", "true");
  }

  static Stream<OpCase> cases() {
    return OpCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eagerResultIsTheOneWorkedOutByHand(OpCase operation) {
    double[] result = eager(operation).getKey();

    assertThat(result).containsExactly(operation.expected(), within(TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordedResultIsTheOneWorkedOutByHand(OpCase operation, @TempDir Path folder)
      throws Exception {
    double[] result = OnnxRun.run(operation, folder).getKey();

    assertThat(result).containsExactly(operation.expected(), within(TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordedResultEqualsTheEagerOneAtRandomArguments(OpCase operation, @TempDir Path folder)
      throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      OpCase drawn = operation.drawn(seed);

      Pair<double[], long[]> eager = eager(drawn);
      Pair<double[], long[]> recorded = OnnxRun.run(drawn, folder);

      assertThat(recorded.getValue()).as("shape").containsExactly(eager.getValue());
      assertThat(recorded.getKey())
          .as("seed %d", seed)
          .containsExactly(eager.getKey(), within(TOLERANCE));
    }
  }

  private static Pair<double[], long[]> eager(OpCase operation) {
    try (NDManager parent = NDManager.newBaseManager();
        NDManager step = parent.newSubManager()) {
      Map<String, NDArray> parameters = new HashMap<>();
      List<Object> values = new ArrayList<>();
      DjlOps ops = new DjlOps(step, parameters);
      for (int i = 0; i < operation.arguments().size(); i++) {
        OpCase.Argument argument = operation.arguments().get(i);
        Shape shape = new Shape(argument.shape());
        if (argument.weight()) {
          parameters.put("w" + i, parent.create(argument.asFloats(), shape));
          values.add(ops.parameter("w" + i));
        } else {
          values.add(
              argument.isLong()
                  ? step.create(argument.asLongs(), shape)
                  : step.create(argument.asFloats(), shape));
        }
      }
      NDArray y = (NDArray) operation.operation().apply(OnnxRun.asObjects(ops), values);
      assertThat(y.getManager()).as("owner of the result").isSameAs(step);
      NDArray wide = y.toType(DataType.FLOAT64, true);
      return new Pair<>(wide.toDoubleArray(), y.getShape().getShape());
    }
  }
}
