package io.flowstan.trainer.optimise;

import java.util.Map;

/** One step's inputs by name, prepared in the Java heap. */
public record TrainingBatch(Map<String, HostTensor> inputs) {
  public TrainingBatch {
    inputs = Map.copyOf(inputs);
  }
}
