package io.flowstan.trainer.network;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.TrainingBatch;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dropout (Srivastava et al., JMLR 2014) of what the network makes of the last flows, and of the
 * layer that joins all contexts: in training each number is 0 with a fixed probability, and the
 * others are scaled up for it. Hosts are few, and a network that can count on every number learns
 * them by heart.
 *
 * <p>The masks are inputs of a batch, from keyed random numbers, so that a resumed run drops the
 * same.
 */
final class Dropout {
  static final String WINDOW = "kept_window";
  static final String LAST = "kept_last";
  private static final String TRUNK = "kept_trunk";

  private final NetworkShape shape;
  private final double share;

  /**
   * @param share of the numbers that are dropped; 0 for none
   */
  Dropout(NetworkShape shape, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("dropout " + share + ": expected 0 <= share < 1");
    }
    this.shape = shape;
    this.share = share;
  }

  /**
   * The masks of N flows: zeros, and ones scaled up.
   *
   * @param window float32 [N, last layer's width]
   * @param last float32 [N, row width]
   * @param trunk float32 [N, trunk width]
   */
  record Kept<T>(T window, T last, T trunk) {

    /** The masks among a batch's inputs; null where it has none. */
    static <T> @Nullable Kept<T> of(Map<String, T> inputs) {
      T window = inputs.get(WINDOW);
      T last = inputs.get(LAST);
      T trunk = inputs.get(TRUNK);
      return window == null || last == null || trunk == null
          ? null
          : new Kept<>(window, last, trunk);
    }
  }

  /** The same batches with masks, those of {@code key}. */
  Iterator<TrainingBatch> masked(Iterator<TrainingBatch> batches, long key) {
    if (share == 0) {
      return batches;
    }
    return new Iterator<>() {
      private long number;

      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public TrainingBatch next() {
        return withMasks(batches.next(), CounterRandom.subKey(key, number++));
      }
    };
  }

  /** {@code batch} with masks, where it has none. */
  TrainingBatch masked(TrainingBatch batch) {
    return batch.inputs().containsKey(WINDOW) ? batch : withMasks(batch, 0);
  }

  private TrainingBatch withMasks(TrainingBatch batch, long key) {
    HostTensor weight = batch.inputs().get("weight");
    if (weight == null) {
      throw new IllegalArgumentException("batch without weights: " + batch.inputs().keySet());
    }
    int flows = Math.toIntExact(weight.shape()[0]);
    int[] layers = shape.layers();
    Map<String, HostTensor> inputs = new HashMap<>(batch.inputs());
    inputs.put(WINDOW, mask(flows, layers[layers.length - 1], CounterRandom.subKey(key, 0)));
    inputs.put(LAST, mask(flows, shape.row(), CounterRandom.subKey(key, 1)));
    inputs.put(TRUNK, mask(flows, shape.trunk(), CounterRandom.subKey(key, 2)));
    return new TrainingBatch(inputs);
  }

  private HostTensor mask(int flows, int width, long key) {
    float kept = (float) (1 / (1 - share));
    float[] mask = new float[flows * width];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = CounterRandom.uniform(key, i) < share ? 0 : kept;
    }
    return new HostTensor.Floats(mask, flows, width);
  }
}
