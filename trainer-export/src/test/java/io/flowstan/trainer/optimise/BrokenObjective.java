package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** An objective whose batches cannot be prepared. */
record BrokenObjective(Objective sound, RuntimeException failure) implements Objective {
  @Override
  public List<ParameterSpec> parameters() {
    return sound.parameters();
  }

  @Override
  public int trainingBatches(int epoch) {
    return sound.trainingBatches(epoch);
  }

  @Override
  public Iterator<TrainingBatch> epoch(long seed, int epoch) {
    throw failure;
  }

  @Override
  public Iterator<TrainingBatch> validation() {
    return sound.validation();
  }

  @Override
  public LossTerms<NDArray> loss(TensorOps<NDArray> ops, Map<String, NDArray> inputs) {
    return sound.loss(ops, inputs);
  }
}
