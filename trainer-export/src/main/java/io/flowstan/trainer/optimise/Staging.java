package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The direct buffer through which heap arrays become tensors; it grows to the largest and is used
 * again.
 *
 * <p>DJL on the CPU lets a tensor live in the Java buffer that it was made from. Here every tensor
 * is copied on into memory of PyTorch's own: that is aligned to 64 bytes, on which the last bits of
 * matrix products may depend, and no direct buffer per tensor waits for the garbage collector.
 */
final class Staging {
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

  /** A float32 tensor of the manager. */
  NDArray tensor(NDManager manager, float[] values, long... shape) {
    reserve(4L * values.length);
    buffer.asFloatBuffer().put(values);
    return copied(manager, DataType.FLOAT32, 4 * values.length, shape);
  }

  /** An int64 tensor of the manager. */
  NDArray tensor(NDManager manager, long[] values, long... shape) {
    reserve(8L * values.length);
    buffer.asLongBuffer().put(values);
    return copied(manager, DataType.INT64, 8 * values.length, shape);
  }

  private void reserve(long bytes) {
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }
  }

  private NDArray copied(NDManager manager, DataType type, int bytes, long... shape) {
    ByteBuffer part = buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
    try (NDArray inBuffer = manager.create(part, new Shape(shape), type)) {
      return inBuffer.duplicate();
    }
  }
}
