package io.flowstan.trainer.inspect;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The float32 weights that the graphs of a bundle keep in files of their own, by name. */
final class StoredWeights {
  private final Map<String, Weight> weights = new TreeMap<>();

  /**
   * A matrix, or a vector as one row of it.
   *
   * @param values float32 [rows, columns], row-major
   */
  record Weight(int rows, int columns, float[] values) {
    float[] row(int row) {
      return java.util.Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
  }

  /** The weights of {@code graphs}, each once. */
  static StoredWeights of(Bundle bundle, Collection<GraphProto> graphs) throws BundleException {
    StoredWeights stored = new StoredWeights();
    Map<String, byte[]> files = new HashMap<>();
    for (GraphProto graph : graphs) {
      for (TensorProto tensor : graph.getInitializerList()) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
            && tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
          stored.weights.putIfAbsent(tensor.getName(), read(bundle, tensor, files));
        }
      }
    }
    return stored;
  }

  private static Weight read(Bundle bundle, TensorProto tensor, Map<String, byte[]> files)
      throws BundleException {
    Map<String, String> place = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      place.put(entry.getKey(), entry.getValue());
    }
    long columns = tensor.getDimsCount() == 0 ? 1 : tensor.getDims(tensor.getDimsCount() - 1);
    long elements = tensor.getDimsList().stream().reduce(1L, Math::multiplyExact);
    byte[] file =
        files.computeIfAbsent(place.getOrDefault("location", ""), name -> bundle.bytes(name));
    long offset = Long.parseLong(place.getOrDefault("offset", "0"));
    if (offset < 0 || offset + elements * Float.BYTES > file.length) {
      throw new BundleException(
          "%s, weight '%s': bytes %d to %d of '%s': expected at most %d; export the bundle again"
              .formatted(
                  bundle,
                  tensor.getName(),
                  offset,
                  offset + elements * Float.BYTES,
                  place.get("location"),
                  file.length));
    }
    float[] values = new float[Math.toIntExact(elements)];
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(Math.toIntExact(offset))
        .asFloatBuffer()
        .get(values);
    return new Weight(
        Math.toIntExact(columns == 0 ? 0 : elements / columns), Math.toIntExact(columns), values);
  }

  /** The weight {@code name}; null where there is none. */
  @Nullable Weight get(String name) {
    return weights.get(name);
  }

  /** Numbers in all of them. */
  long parameters() {
    return weights.values().stream().mapToLong(weight -> weight.values().length).sum();
  }
}
