package io.flowstan.trainer.network;

import io.flowstan.codec.HostContext;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.List;

/**
 * Past flows as the engine gives them: unsigned bytes [.., W], of which the first 28 are a row of
 * the codec (24 features, then the codes) and the others features again.
 *
 * <p>They stay bytes as long as they can: a host has 64 peers, and what is computed of them is less
 * work than moving them about as float32.
 *
 * @param <T> the back end's tensor
 */
final class PastRows<T> {
  private static final int F = HostContext.ROW_FEATURES;
  private static final int ROW = HostContext.ROW_BYTES;

  /** A feature is so many 64ths. */
  private static final float UNIT = 1 / 64f;

  private final TensorOps<T> ops;

  PastRows(TensorOps<T> ops) {
    this.ops = ops;
  }

  /** Bytes that are all features, as float32 of the same shape. */
  T all(T bytes) {
    return ops.mul(ops.toFloat(bytes), ops.constant(new float[] {UNIT}, 1));
  }

  /**
   * The features of rows, float32 [.., 24].
   *
   * @param rows float32 [.., 28 or more], as the bytes are
   */
  T features(T rows) {
    return ops.mul(ops.slice(rows, -1, 0, F), ops.constant(new float[] {UNIT}, 1));
  }

  /**
   * The codes of rows, int64 [.., 3]: service, ToS, protocol.
   *
   * @param rows float32 [.., 28 or more], as the bytes are
   */
  T codes(T rows) {
    T service =
        ops.add(
            ops.slice(rows, -1, F, F + 1L),
            ops.mul(ops.slice(rows, -1, F + 1L, F + 2L), ops.constant(new float[] {256}, 1)));
    return ops.toLong(ops.concat(-1, List.of(service, ops.slice(rows, -1, F + 2L, ROW))));
  }

  /** Row {@code index}, int64 [N], of each of {@code rows}, uint8 [N, R, W]: float32 [N, W]. */
  T pick(T rows, T index) {
    return ops.toFloat(ops.pickRows(rows, index));
  }

  /**
   * Products of the features of rows with a query.
   *
   * @param rows uint8 [N, R, W]
   * @param width W
   * @param query float32 [N, W - 4]
   * @return float32 [N, R]
   */
  T products(T rows, int width, T query) {
    int features = width - (ROW - F);
    float[] places = new float[features * width];
    for (int f = 0; f < features; f++) {
      // the codes lie between a row's features and those behind it
      places[f * width + (f < F ? f : f + ROW - F)] = UNIT;
    }
    T wide = ops.matmul(query, ops.constant(places, features, width));
    return ops.dotRows(ops.toFloat(rows), wide);
  }
}
