package io.flowstan.trainer.tensor;

import ai.djl.util.Pair;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.flowstan.bundle.TensorType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs an operation's recorded graph from files in a folder, as any other program would. */
final class OnnxRun {
  private OnnxRun() {}

  /** The values and the shape of the operation's result. */
  static Pair<double[], long[]> run(OpCase operation, Path folder)
      throws IOException, OrtException {
    WeightsFile weights = new WeightsFile("weights.bin");
    OnnxOps ops = new OnnxOps(operation.name(), weights);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < operation.arguments().size(); i++) {
      OpCase.Argument argument = operation.arguments().get(i);
      if (argument.weight()) {
        weights.add("w" + i, argument.asFloats(), argument.shape());
        values.add(ops.parameter("w" + i));
      } else {
        long[] shape = argument.shape().clone();
        shape[0] = -1;
        TensorType type = argument.isLong() ? TensorType.INT64 : TensorType.FLOAT32;
        values.add(ops.input("x" + i, type, shape));
      }
    }
    ops.output("y", (OnnxValue) operation.operation().apply(asObjects(ops), values));
    Path model = folder.resolve(operation.name() + ".onnx");
    Files.write(model, ops.build());
    Files.write(folder.resolve("weights.bin"), weights.bytes());
    return load(operation, model);
  }

  private static Pair<double[], long[]> load(OpCase operation, Path model) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    for (int i = 0; i < operation.arguments().size(); i++) {
      OpCase.Argument argument = operation.arguments().get(i);
      if (!argument.weight()) {
        inputs.put(
            "x" + i,
            argument.isLong()
                ? OnnxTensor.createTensor(
                    environment, LongBuffer.wrap(argument.asLongs()), argument.shape())
                : OnnxTensor.createTensor(
                    environment, FloatBuffer.wrap(argument.asFloats()), argument.shape()));
      }
    }
    try (OrtSession session = environment.createSession(model.toString());
        OrtSession.Result result = session.run(inputs)) {
      OnnxTensor y = (OnnxTensor) result.get(0);
      return new Pair<>(doubles(y), y.getInfo().getShape());
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static double[] doubles(OnnxTensor tensor) {
    LongBuffer longs = tensor.getLongBuffer();
    FloatBuffer floats = tensor.getFloatBuffer();
    int length = Math.toIntExact(tensor.getInfo().getNumElements());
    double[] result = new double[length];
    for (int i = 0; i < length; i++) {
      result[i] = longs != null ? longs.get(i) : floats.get(i);
    }
    return result;
  }

  @SuppressWarnings("unchecked")
  static TensorOps<Object> asObjects(TensorOps<?> ops) {
    return (TensorOps<Object>) ops;
  }
}
