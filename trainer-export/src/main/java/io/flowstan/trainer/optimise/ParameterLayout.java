package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each parameter lies in the one flat vector that is trained.
 *
 * <p>One vector keeps the optimiser at a dozen operations a step, however many parameters there
 * are; on the CPU the cost of a step is per operation.
 */
final class ParameterLayout {
  private final List<ParameterSpec> specs;
  private final int size;

  ParameterLayout(List<ParameterSpec> specs) {
    if (specs.isEmpty()) {
      throw new IllegalArgumentException("an objective without parameters: nothing to train");
    }
    Set<String> names = new HashSet<>();
    int sum = 0;
    for (ParameterSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw new IllegalArgumentException("parameter '" + spec.name() + "' is declared twice");
      }
      sum = Math.addExact(sum, spec.size());
    }
    this.specs = List.copyOf(specs);
    this.size = sum;
  }

  int size() {
    return size;
  }

  /** The first values of all parameters, one after the other. */
  float[] initialValues(long seed) {
    float[] flat = new float[size];
    int offset = 0;
    for (ParameterSpec spec : specs) {
      float[] values = spec.initialValues(seed);
      System.arraycopy(values, 0, flat, offset, values.length);
      offset += values.length;
    }
    return flat;
  }

  /** Views into {@code flat [size]}, by name; gradients flow back into the flat vector. */
  Map<String, NDArray> views(NDArray flat) {
    long[] cuts = new long[specs.size() - 1];
    long offset = 0;
    for (int i = 0; i < cuts.length; i++) {
      offset += specs.get(i).size();
      cuts[i] = offset;
    }
    NDList parts = flat.split(cuts);
    Map<String, NDArray> views = new LinkedHashMap<>();
    for (int i = 0; i < specs.size(); i++) {
      ParameterSpec spec = specs.get(i);
      views.put(spec.name(), parts.get(i).reshape(new Shape(spec.shape())));
    }
    return views;
  }

  /** Copies of the parts of {@code flat}, by name. */
  Weights weights(float[] flat) {
    Map<String, HostTensor.Floats> tensors = new LinkedHashMap<>();
    int offset = 0;
    for (ParameterSpec spec : specs) {
      float[] values = Arrays.copyOfRange(flat, offset, offset + spec.size());
      tensors.put(spec.name(), new HostTensor.Floats(values, spec.shape()));
      offset += spec.size();
    }
    return new Weights(tensors);
  }

  /** Names and shapes in order, to tell whether a checkpoint fits: {@code heads.w[64, 12]; ...}. */
  String description() {
    StringBuilder text = new StringBuilder();
    for (ParameterSpec spec : specs) {
      text.append(text.isEmpty() ? "" : "; ").append(spec.name());
      text.append(Arrays.toString(spec.shape()));
    }
    return text.toString();
  }
}
