package io.flowstan.trainer.tensor;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.bundle.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An ONNX graph (opset 17, IR 8) while it is being written: declared inputs and outputs, weights
 * that lie in a {@link WeightsFile}, inline constants, and nodes. Equal constants and equal nodes
 * are kept once; what no output needs is left out of the bytes.
 */
final class OnnxRecording {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final String BATCH_AXIS = "batch";

  private final String graphName;
  private final WeightsFile weights;
  private final List<TensorSpec> inputs = new ArrayList<>();
  private final Map<String, OnnxValue> outputs = new LinkedHashMap<>();
  private final Map<String, OnnxValue> parameters = new LinkedHashMap<>();
  private final Map<TensorProto, OnnxValue> constants = new LinkedHashMap<>();
  private final Map<NodeProto, List<OnnxValue>> nodes = new LinkedHashMap<>();
  private final Map<String, NodeProto> producers = new HashMap<>();

  OnnxRecording(String graphName, WeightsFile weights) {
    this.graphName = graphName;
    this.weights = weights;
  }

  /** The files outside the graph that its outputs need. */
  List<String> externalData() {
    Set<String> needed = needed();
    boolean some = parameters.keySet().stream().anyMatch(needed::contains);
    return some ? List.of(weights.location()) : List.of();
  }

  /** Declares the next input; the first axis may be -1, the batch. */
  OnnxValue input(String name, TensorType type, long... shape) {
    TensorShape lengths = TensorShape.of(shape);
    inputs.add(new TensorSpec(name, type, lengths.lengths()));
    return new OnnxValue(name, type, lengths);
  }

  /** Declares {@code value} as the next output, under {@code name}. */
  void output(String name, OnnxValue value) {
    if (outputs.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(
          "output '" + name + "' of " + graphName + " is declared already");
    }
  }

  /** The inputs declared so far. */
  List<TensorSpec> inputs() {
    return List.copyOf(inputs);
  }

  /** The outputs declared so far. */
  List<TensorSpec> outputs() {
    List<TensorSpec> specs = new ArrayList<>();
    outputs.forEach((name, v) -> specs.add(new TensorSpec(name, v.type(), v.shape().lengths())));
    return specs;
  }

  /** The weight {@code name}, which lies outside the graph. */
  OnnxValue parameter(String name) {
    TensorShape shape = weights.tensor(name).shape();
    return parameters.computeIfAbsent(name, n -> new OnnxValue(n, TensorType.FLOAT32, shape));
  }

  /** A constant of {@code length} elements in {@code raw}, little endian. */
  OnnxValue constant(TensorType type, int length, ByteBuffer raw, long... shape) {
    long elements = 1;
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(code(type));
    for (long axis : shape) {
      elements *= axis;
      tensor.addDims(axis);
    }
    TensorShape lengths = TensorShape.of(shape);
    if (elements != length) {
      throw new IllegalArgumentException("constant of " + length + " values for shape " + lengths);
    }
    tensor.setRawData(ByteString.copyFrom(raw.flip()));
    return constants.computeIfAbsent(
        tensor.build(), t -> new OnnxValue("constant_" + constants.size(), type, lengths));
  }

  /** Records a node, or finds the equal one that is recorded already. */
  OnnxValue node(
      String operator,
      TensorType type,
      TensorShape shape,
      List<OnnxValue> arguments,
      AttributeProto... attributes) {
    return nodes(operator, type, List.of(shape), arguments, attributes).get(0);
  }

  /** Records a node with an output for each of {@code shapes}, or finds the equal one. */
  List<OnnxValue> nodes(
      String operator,
      TensorType type,
      List<TensorShape> shapes,
      List<OnnxValue> arguments,
      AttributeProto... attributes) {
    NodeProto.Builder key = NodeProto.newBuilder().setOpType(operator);
    arguments.forEach(argument -> key.addInput(argument.name()));
    key.addAllAttribute(List.of(attributes));
    return nodes.computeIfAbsent(key.build(), k -> named(k, type, shapes));
  }

  private List<OnnxValue> named(NodeProto node, TensorType type, List<TensorShape> shapes) {
    String name = node.getOpType() + "_" + nodes.size();
    for (String input : node.getInputList()) {
      if (parameters.containsKey(input)) {
        name = input + "/" + name;
        break;
      }
    }
    List<OnnxValue> values = new ArrayList<>();
    NodeProto.Builder recorded = node.toBuilder().setName(name);
    for (TensorShape shape : shapes) {
      String output = shapes.size() == 1 ? name : name + "." + values.size();
      values.add(new OnnxValue(output, type, shape));
      recorded.addOutput(output);
    }
    NodeProto producer = recorded.build();
    values.forEach(value -> producers.put(value.name(), producer));
    return values;
  }

  /** The graph as an ONNX model: the declared outputs and all that they need. */
  byte[] build() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(graphName);
    inputs.forEach(spec -> graph.addInput(info(spec)));
    outputs().forEach(spec -> graph.addOutput(info(spec)));
    Set<String> needed = needed();
    parameters.keySet().stream()
        .filter(needed::contains)
        .sorted()
        .forEach(name -> graph.addInitializer(external(weights.tensor(name))));
    constants.forEach(
        (tensor, value) -> {
          if (needed.contains(value.name())) {
            graph.addInitializer(tensor.toBuilder().setName(value.name()));
          }
        });
    Map<String, String> called = new HashMap<>();
    outputs.forEach(
        (name, value) -> {
          if (producers.containsKey(value.name())) {
            called.putIfAbsent(value.name(), name);
          }
        });
    for (List<OnnxValue> values : nodes.values()) {
      if (values.stream().anyMatch(value -> needed.contains(value.name()))) {
        graph.addNode(renamed(Objects.requireNonNull(producers.get(values.get(0).name())), called));
      }
    }
    outputs.forEach(
        (name, value) -> {
          if (!name.equals(called.get(value.name()))) {
            graph.addNode(
                NodeProto.newBuilder()
                    .setOpType("Identity")
                    .setName("output_" + name)
                    .addInput(called.getOrDefault(value.name(), value.name()))
                    .addOutput(name));
          }
        });
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("flowstan")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** The node with its values under other names, where there are any. */
  private static NodeProto renamed(NodeProto node, Map<String, String> names) {
    NodeProto.Builder renamed = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      renamed.setInput(i, names.getOrDefault(node.getInput(i), node.getInput(i)));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      renamed.setOutput(i, names.getOrDefault(node.getOutput(i), node.getOutput(i)));
    }
    return renamed.build();
  }

  private Set<String> needed() {
    Deque<String> open = new ArrayDeque<>();
    outputs.values().forEach(value -> open.add(value.name()));
    Set<String> needed = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      if (needed.add(name)) {
        NodeProto node = producers.get(name);
        if (node != null) {
          open.addAll(node.getInputList());
        }
      }
    }
    return needed;
  }

  private TensorProto external(WeightsFile.Tensor weight) {
    return TensorProto.newBuilder()
        .setName(weight.name())
        .setDataType(code(TensorType.FLOAT32))
        .addAllDims(weight.shape().lengths())
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", weights.location()))
        .addExternalData(entry("offset", Long.toString(weight.offset())))
        .addExternalData(entry("length", Long.toString(weight.length())))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ValueInfoProto info(TensorSpec spec) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long length : spec.shape()) {
      if (length == TensorSpec.BATCH) {
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH_AXIS));
      } else {
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(spec.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(code(spec.dtype())).setShape(shape)))
        .build();
  }

  static int code(TensorType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
      case UINT8 -> TensorProto.DataType.UINT8_VALUE;
    };
  }
}
