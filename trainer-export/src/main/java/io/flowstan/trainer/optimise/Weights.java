package io.flowstan.trainer.optimise;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Learned float32 parameters by name, in the objective's order. */
public record Weights(Map<String, HostTensor.Floats> tensors) {
  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  public HostTensor.Floats tensor(String name) {
    HostTensor.Floats tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no parameter '" + name + "': expected one of " + tensors.keySet());
    }
    return tensor;
  }

  /** The number of learned values. */
  public long size() {
    return tensors.values().stream().mapToLong(t -> t.values().length).sum();
  }
}
