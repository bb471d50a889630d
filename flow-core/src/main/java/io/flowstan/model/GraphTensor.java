package io.flowstan.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.bundle.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * The memory of one input or output for the largest batch: a direct buffer, row-major, of which
 * ONNX Runtime sees the first rows without a copy.
 */
final class GraphTensor {
  private final TensorSpec spec;
  private final int elementsPerRow;
  private final ByteBuffer memory;

  GraphTensor(TensorSpec spec, int maxRows) {
    this.spec = spec;
    this.elementsPerRow = Math.toIntExact(spec.elementsPerRow());
    int bytes =
        Math.multiplyExact(Math.multiplyExact(maxRows, elementsPerRow), spec.dtype().bytes());
    this.memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  TensorSpec spec() {
    return spec;
  }

  int rowElements() {
    return elementsPerRow;
  }

  FloatBuffer floats() {
    require(TensorType.FLOAT32);
    return memory.asFloatBuffer();
  }

  LongBuffer longs() {
    require(TensorType.INT64);
    return memory.asLongBuffer();
  }

  /** Unsigned bytes. */
  ByteBuffer bytes() {
    require(TensorType.UINT8);
    return memory.duplicate();
  }

  /** A view of the first {@code rows} rows. */
  OnnxTensor view(OrtEnvironment environment, int rows) throws OrtException {
    long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
    shape[0] = rows;
    return switch (spec.dtype()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(environment, floats().slice(0, rows * elementsPerRow), shape);
      case INT64 ->
          OnnxTensor.createTensor(environment, longs().slice(0, rows * elementsPerRow), shape);
      case UINT8 ->
          OnnxTensor.createTensor(
              environment,
              bytes().slice(0, rows * elementsPerRow).order(ByteOrder.nativeOrder()),
              shape,
              OnnxJavaType.UINT8);
    };
  }

  private void require(TensorType type) {
    if (spec.dtype() != type) {
      throw new IllegalArgumentException(spec + " asked for as " + type);
    }
  }
}
