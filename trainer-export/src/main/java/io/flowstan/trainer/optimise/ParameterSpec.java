package io.flowstan.trainer.optimise;

import io.flowstan.random.CounterRandom;
import java.nio.charset.StandardCharsets;

/** A learned float32 parameter: its name, its shape and how it begins. */
public record ParameterSpec(String name, long[] shape, Initialiser init) {
  private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
  private static final long FNV_PRIME = 0x0000_0100_0000_01B3L;

  public ParameterSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a parameter without a name");
    }
    for (long length : shape) {
      if (length < 1) {
        throw new IllegalArgumentException(
            "parameter '" + name + "': length " + length + ": expected >= 1");
      }
    }
  }

  public static ParameterSpec of(String name, Initialiser init, long... shape) {
    return new ParameterSpec(name, shape, init);
  }

  /** The number of values. */
  public int size() {
    return Math.toIntExact(HostTensor.size(shape));
  }

  /** The first values, row-major, a function of the seed, the name and the shape alone. */
  public float[] initialValues(long seed) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    long key = CounterRandom.subKey(seed, hash);
    float[] values = new float[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = init.value(key, i, shape);
    }
    return values;
  }
}
