package io.flowstan.trainer.stan;

import io.flowstan.trainer.optimise.Initialiser;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

/**
 * STAN's 13 networks, one for each attribute, written once for training and for the export (Xu et
 * al., STAN, arXiv 2009.12740).
 *
 * <p>Each sees a window of 6 rows of 16 columns, the last one being the row under way with what is
 * not drawn yet set to 0: convolution 3 x 3 twice, maximum of 2 x 2, convolution twice, maximum,
 * dense, head. Each convolution keeps the size of what it sees and is followed by a rectifier.
 * There is no batch normalisation; in the published code the head never sees the convolutions.
 *
 * @param <T> the back end's tensor
 */
final class StanNetwork<T> {
  private static final int ROWS = StanRow.PREVIOUS + 1;
  private static final int COLUMNS = StanAttribute.COLUMNS;
  private static final int KERNEL = 9;

  /** Positions left after both maxima: 6 x 16, 3 x 8, 1 x 4. */
  private static final int LEFT = 4;

  /** Largest ln of a deviation's growth from its beginning. */
  private static final float MOST_GROWTH = 5;

  private final TensorOps<T> ops;
  private final StanShape shape;

  StanNetwork(TensorOps<T> ops, StanShape shape) {
    this.ops = ops;
    this.shape = shape;
  }

  /**
   * The mixture of a magnitude in its column's unit.
   *
   * @param lnWeights float32 [N, 10]
   * @param means float32 [N, 10]
   * @param deviations float32 [N, 10]
   */
  record Mixture<T>(T lnWeights, T means, T deviations) {}

  /** All parameters in a fixed order. */
  static List<ParameterSpec> parameters(StanShape shape) {
    List<ParameterSpec> all = new ArrayList<>();
    for (StanAttribute attribute : StanAttribute.values()) {
      add(all, attribute, "conv1", Initialiser.HE_UNIFORM, KERNEL, shape.narrow());
      add(all, attribute, "conv2", Initialiser.HE_UNIFORM, KERNEL * shape.narrow(), shape.narrow());
      add(all, attribute, "conv3", Initialiser.HE_UNIFORM, KERNEL * shape.narrow(), shape.wide());
      add(all, attribute, "conv4", Initialiser.HE_UNIFORM, KERNEL * shape.wide(), shape.wide());
      add(all, attribute, "dense", Initialiser.HE_UNIFORM, LEFT * shape.wide(), shape.dense());
      add(all, attribute, "head", Initialiser.GLOROT_UNIFORM, shape.dense(), attribute.outputs());
    }
    return List.copyOf(all);
  }

  private static void add(
      List<ParameterSpec> all,
      StanAttribute attribute,
      String layer,
      Initialiser init,
      int in,
      int out) {
    all.add(ParameterSpec.of(weight(attribute, layer), init, in, out));
    all.add(ParameterSpec.of(bias(attribute, layer), Initialiser.ZEROS, 1, out));
  }

  /**
   * What the network of {@code attribute} says: float32 [N, outputs]. Of {@code row} it sees only
   * the attributes drawn before.
   *
   * @param previous float32 [N, 5, 16], oldest first
   * @param row float32 [N, 16]
   */
  T outputs(StanAttribute attribute, T previous, T row) {
    T seen = ops.mul(row, ops.constant(attribute.visible(), 1, COLUMNS));
    T window = ops.concat(1, List.of(previous, ops.reshape(seen, -1, 1, COLUMNS)));
    T x = ops.reshape(window, -1, ROWS, COLUMNS, 1);
    int narrow = shape.narrow();
    int wide = shape.wide();
    x = convolution(attribute, "conv1", x, ROWS, COLUMNS, 1, narrow);
    x = convolution(attribute, "conv2", x, ROWS, COLUMNS, narrow, narrow);
    x = maximum(x, ROWS / 2, COLUMNS / 2, narrow);
    x = convolution(attribute, "conv3", x, ROWS / 2, COLUMNS / 2, narrow, wide);
    // of three rows the last maximum takes two
    x = convolution(attribute, "conv4", x, 2, COLUMNS / 2, wide, wide);
    x = maximum(x, 1, COLUMNS / 4, wide);
    T flat = ops.reshape(x, -1, (long) LEFT * shape.wide());
    return layer(attribute, "head", ops.relu(layer(attribute, "dense", flat)));
  }

  /** The mixture in the outputs of a magnitude's network. */
  Mixture<T> mixture(StanNumber number, T outputs) {
    int k = StanNumber.COMPONENTS;
    T spreads = ops.constant(floats(number.spreads()), 1, k);
    T means =
        ops.add(
            ops.constant(floats(number.centres()), 1, k),
            ops.mul(spreads, ops.slice(outputs, 1, k, 2L * k)));
    T growth =
        ops.min(ops.slice(outputs, 1, 2L * k, 3L * k), ops.constant(new float[] {MOST_GROWTH}, 1));
    T deviations =
        ops.add(
            ops.constant(new float[] {(float) number.leastDeviation()}, 1),
            ops.mul(spreads, ops.exp(growth)));
    return new Mixture<>(ops.logSoftmax(ops.slice(outputs, 1, 0, k)), means, deviations);
  }

  /**
   * {@code x [N, rows, columns, in] -> [N, kept, columns, out]}, zeros around, rectified.
   *
   * @param kept rows from the first on that are asked for
   */
  private T convolution(
      StanAttribute attribute, String layer, T x, int kept, int columns, int in, int out) {
    T zeroRow = zeros(ops.slice(x, 1, 0, 1));
    T tall = ops.concat(1, List.of(zeroRow, x, zeroRow));
    List<T> above = new ArrayList<>();
    for (int dy = 0; dy < 3; dy++) {
      above.add(ops.slice(tall, 1, dy, (long) dy + kept));
    }
    T three = ops.concat(-1, above);
    T zeroColumn = zeros(ops.slice(three, 2, 0, 1));
    T wide = ops.concat(2, List.of(zeroColumn, three, zeroColumn));
    List<T> beside = new ArrayList<>();
    for (int dx = 0; dx < 3; dx++) {
      beside.add(ops.slice(wide, 2, dx, (long) dx + columns));
    }
    // the matrix of patches, so that the convolution is one product
    T nine = ops.concat(-1, beside);
    T patches = ops.reshape(nine, -1, (long) KERNEL * in);
    T result = ops.relu(layer(attribute, layer, patches));
    return ops.reshape(result, -1, kept, columns, out);
  }

  /** The largest of each 2 x 2: {@code x [N, 2 rows, 2 columns, c] -> [N, rows, columns, c]}. */
  private T maximum(T x, int rows, int columns, int channels) {
    T pairs = ops.reshape(x, -1, rows, 2, 2L * columns, channels);
    T tall = ops.max(ops.slice(pairs, 2, 0, 1), ops.slice(pairs, 2, 1, 2));
    T beside = ops.reshape(tall, -1, rows, columns, 2, channels);
    T both = ops.max(ops.slice(beside, 3, 0, 1), ops.slice(beside, 3, 1, 2));
    return ops.reshape(both, -1, rows, columns, channels);
  }

  private T layer(StanAttribute attribute, String layer, T x) {
    return ops.add(
        ops.matmul(x, ops.parameter(weight(attribute, layer))),
        ops.parameter(bias(attribute, layer)));
  }

  private T zeros(T like) {
    return ops.mul(like, ops.constant(new float[] {0}, 1));
  }

  static String weight(StanAttribute attribute, String layer) {
    return attribute.title() + "." + layer + ".weight";
  }

  static String bias(StanAttribute attribute, String layer) {
    return attribute.title() + "." + layer + ".bias";
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
