package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.Map;

/** Makes the operations of one step: results belong to the manager, parameters go by name. */
@FunctionalInterface
public interface OpsFactory {
  TensorOps<NDArray> over(NDManager manager, Map<String, NDArray> parameters);
}
