package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

/**
 * The dilated layers one flow at a time, as Paine et al. ("Fast WaveNet generation algorithm",
 * arXiv:1611.09482) run a WaveNet: of each layer only the newest position is new, and the older one
 * of its pair was computed when that was the newest.
 *
 * <p>Layer l joins positions 2^l flows apart. All products are of matrices, a row for each
 * position, so that a position has the same bits one at a time and in a window.
 *
 * @param <T> the back end's tensor
 */
final class IncrementalLayers<T> {
  private final FlowNetwork<T> network;
  private final TensorOps<T> ops;
  private final int[] widths;

  IncrementalLayers(FlowNetwork<T> network) {
    this.network = network;
    this.ops = network.ops();
    this.widths = network.shape().layers();
  }

  /** How many flows before the newest the older position of layer {@code layer} lies. */
  static int flowsAgo(int layer) {
    return 1 << layer;
  }

  /** Width of what layer {@code layer} is given of a position. */
  static int inputWidth(NetworkShape shape, int layer) {
    return layer == 0 ? shape.row() : shape.layers()[layer - 1];
  }

  /**
   * What each layer is given at the newest flow, and what the last one makes of it: float32 [N,
   * width] each, one more than layers.
   *
   * @param features float32 [N, 24] of the newest flow
   * @param codes int64 [N, 3] of the newest flow
   * @param pasts for each layer what it was given {@link #flowsAgo} flows ago, float32 [N, width]
   */
  List<T> newest(T features, T codes, List<T> pasts) {
    List<T> positions = new ArrayList<>();
    T x = network.embedFlat(features, codes);
    positions.add(x);
    for (int layer = 0; layer < widths.length; layer++) {
      x = network.layer(layer, ops.concat(1, List.of(pasts.get(layer), x)));
      positions.add(x);
    }
    return positions;
  }

  /**
   * What each layer was given at the flows before the newest, as many as it looks back: float32 [N,
   * flows ago, width] for each layer, oldest first.
   *
   * @param history uint8 [N, 32, 28], oldest first, the newest flow last
   */
  List<T> pasts(T history) {
    int rows = CodecSpec.HISTORY - 1;
    PastRows<T> past = new PastRows<>(ops);
    T bytes = ops.toFloat(ops.reshape(ops.slice(history, 1, 0, rows), -1, HostContext.ROW_BYTES));
    T x = network.embedFlat(past.features(bytes), past.codes(bytes));
    List<T> pasts = new ArrayList<>();
    for (int layer = 0; layer < widths.length; layer++) {
      int ago = flowsAgo(layer);
      int width = inputWidth(network.shape(), layer);
      T positions = ops.reshape(x, -1, rows, width);
      pasts.add(ops.slice(positions, 1, (long) rows - ago, rows));
      rows -= ago;
      if (rows > 0) {
        T older = ops.slice(positions, 1, 0, rows);
        T newer = ops.slice(positions, 1, ago, (long) rows + ago);
        x = network.layer(layer, ops.reshape(ops.concat(2, List.of(older, newer)), -1, 2L * width));
      }
    }
    return pasts;
  }
}
