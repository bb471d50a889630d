package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** A tensor in the Java heap, row-major, made off the training thread and then only read. */
public sealed interface HostTensor {
  long[] shape();

  /** A copy on the manager's device. */
  NDArray copyTo(NDManager manager, Staging staging);

  /** float32 values. */
  record Floats(float[] values, long... shape) implements HostTensor {
    public Floats {
      requireSize("float32", values.length, shape);
    }

    @Override
    public NDArray copyTo(NDManager manager, Staging staging) {
      return staging.tensor(manager, values, shape);
    }
  }

  /** int64 values. */
  record Longs(long[] values, long... shape) implements HostTensor {
    public Longs {
      requireSize("int64", values.length, shape);
    }

    @Override
    public NDArray copyTo(NDManager manager, Staging staging) {
      return staging.tensor(manager, values, shape);
    }
  }

  /** The number of elements of a tensor of {@code shape}. */
  static long size(long... shape) {
    long size = 1;
    for (long length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  private static void requireSize(String type, int values, long[] shape) {
    if (size(shape) != values) {
      throw new IllegalArgumentException(
          type
              + " "
              + Arrays.toString(shape)
              + ": expected "
              + size(shape)
              + " values, got "
              + values);
    }
  }
}
