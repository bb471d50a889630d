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
  private final int elements;
  private final ByteBuffer memory;

  /**
   * @param maxRows rows that are filled and read
   * @param runRows rows that ONNX Runtime may be shown, at least as many
   */
  GraphTensor(TensorSpec spec, int maxRows, int runRows) {
    this.spec = spec;
    this.elementsPerRow = Math.toIntExact(spec.elementsPerRow());
    this.elements = Math.multiplyExact(maxRows, elementsPerRow);
    int bytes =
        Math.multiplyExact(Math.multiplyExact(runRows, elementsPerRow), spec.dtype().bytes());
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
    return memory.asFloatBuffer().slice(0, elements);
  }

  LongBuffer longs() {
    require(TensorType.INT64);
    return memory.asLongBuffer().slice(0, elements);
  }

  /** Unsigned bytes. */
  ByteBuffer bytes() {
    require(TensorType.UINT8);
    return memory.slice(0, elements);
  }

  /** A view of the first {@code rows} rows. */
  OnnxTensor view(OrtEnvironment environment, int rows) throws OrtException {
    long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
    shape[0] = rows;
    int seen = rows * elementsPerRow;
    return switch (spec.dtype()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(environment, memory.asFloatBuffer().slice(0, seen), shape);
      case INT64 ->
          OnnxTensor.createTensor(environment, memory.asLongBuffer().slice(0, seen), shape);
      case UINT8 ->
          OnnxTensor.createTensor(
              environment,
              memory.slice(0, seen).order(ByteOrder.nativeOrder()),
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
