package io.flowstan.trainer.law;

import ai.djl.ndarray.NDArray;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.LossTerms;
import io.flowstan.trainer.optimise.Objective;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.optimise.TrainingBatch;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** An objective whose batches hold zeros for the three hours of five-minute ticks. */
record HiddenTicks(Objective all) implements Objective {
  private static final String TICKS = "ticks";

  @Override
  public List<ParameterSpec> parameters() {
    return all.parameters();
  }

  @Override
  public int trainingBatches(int epoch) {
    return all.trainingBatches(epoch);
  }

  @Override
  public Iterator<TrainingBatch> epoch(long seed, int epoch) {
    return hidden(all.epoch(seed, epoch));
  }

  @Override
  public Iterator<TrainingBatch> validation() {
    return hidden(all.validation());
  }

  @Override
  public LossTerms<NDArray> loss(TensorOps<NDArray> ops, Map<String, NDArray> inputs) {
    return all.loss(ops, inputs);
  }

  private static Iterator<TrainingBatch> hidden(Iterator<TrainingBatch> batches) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public TrainingBatch next() {
        Map<String, HostTensor> inputs = new HashMap<>(batches.next().inputs());
        inputs.computeIfPresent(
            TICKS,
            (name, ticks) ->
                new HostTensor.Floats(
                    new float[Math.toIntExact(HostTensor.size(ticks.shape()))], ticks.shape()));
        return new TrainingBatch(inputs);
      }
    };
  }
}
