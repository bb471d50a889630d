package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What is learned, and from what: parameters, batches and the loss of a batch.
 *
 * <p>Batches are made on a background thread while the loss is computed on another, so iterators
 * may share only what is immutable with {@link #loss}. Whatever is random in a batch (order, masks)
 * comes from the seed and the epoch, so that a resumed run sees the same batches.
 */
public interface Objective {
  List<ParameterSpec> parameters();

  /** The number of batches that {@link #epoch} gives for this epoch, counted from 0. */
  int trainingBatches(int epoch);

  /** The batches of one pass, a function of the seed and the epoch alone. */
  Iterator<TrainingBatch> epoch(long seed, int epoch);

  /** The batches of held-out flows, the same at every call. */
  Iterator<TrainingBatch> validation();

  /** The loss of a batch whose inputs lie on the device under the names of the batch. */
  LossTerms<NDArray> loss(TensorOps<NDArray> ops, Map<String, NDArray> inputs);
}
