package io.flowstan.trainer.tensor;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The learned weights of all graphs of a bundle in one file: float32, row-major, little endian,
 * each tensor aligned to {@value #ALIGNMENT} bytes, so that no graph stores a weight twice.
 */
public final class WeightsFile {
  static final int ALIGNMENT = 64;

  private final String location;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private long length;

  /**
   * Where one weight lies in the file.
   *
   * @param offset of its first byte
   */
  public record Tensor(String name, TensorShape shape, long offset, float[] values) {
    /** Bytes of the weight. */
    public long length() {
      return (long) values.length * Float.BYTES;
    }
  }

  /** An empty file that graphs refer to as {@code location}, relative to their own folder. */
  public WeightsFile(String location) {
    this.location = location;
  }

  /** The file of all {@code parameters}, in the order of their names. */
  public static WeightsFile of(String location, Map<String, NDArray> parameters) {
    WeightsFile file = new WeightsFile(location);
    new TreeMap<>(parameters)
        .forEach(
            (name, array) -> file.add(name, array.toFloatArray(), array.getShape().getShape()));
    return file;
  }

  /** Appends the weight {@code name}. */
  public void add(String name, float[] values, long... shape) {
    long elements = 1;
    for (long axis : shape) {
      elements *= axis;
    }
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "weight '%s': %d values for shape %s"
              .formatted(name, values.length, Arrays.toString(shape)));
    }
    long offset = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Tensor tensor = new Tensor(name, TensorShape.of(shape), offset, values.clone());
    if (tensors.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException("weight '" + name + "' is in " + location + " already");
    }
    length = offset + tensor.length();
  }

  /** The weight {@code name}. */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "weight '" + name + "': not in " + location + ", which has " + tensors.keySet());
    }
    return tensor;
  }

  /** The name of the file, as graphs refer to it. */
  public String location() {
    return location;
  }

  /** The content of the file. */
  public byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : tensors.values()) {
      buffer.position(Math.toIntExact(tensor.offset()));
      for (float value : tensor.values()) {
        buffer.putFloat(value);
      }
    }
    return buffer.array();
  }
}
