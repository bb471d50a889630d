package io.flowstan.trainer.inspect;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.flowstan.trainer.inspect.SymbolicShape.Axis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of all tensors of an ONNX graph, from its inputs and weights on, node after node. What
 * an operator makes that is not known here has no shape, nor has what comes of that, unless the
 * graph declares one.
 */
final class GraphShapes {
  private final Map<String, SymbolicShape> shapes = new HashMap<>();
  private final Map<String, List<Long>> wholeNumbers = new HashMap<>();

  GraphShapes(GraphProto graph) {
    graph.getInputList().forEach(this::declare);
    graph.getValueInfoList().forEach(this::declare);
    for (TensorProto tensor : graph.getInitializerList()) {
      shapes.put(tensor.getName(), SymbolicShape.of(tensor.getDimsList()));
      if (tensor.getDataType() == TensorProto.DataType.INT64.getNumber()) {
        wholeNumbers.put(tensor.getName(), wholeNumbers(tensor));
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Split")) {
        split(node);
        continue;
      }
      SymbolicShape shape = output(node);
      if (shape != null) {
        shapes.putIfAbsent(node.getOutput(0), shape);
      }
    }
  }

  /** The shape of the tensor {@code name}; null where it cannot be told. */
  @Nullable SymbolicShape of(String name) {
    return shapes.get(name);
  }

  private void declare(ValueInfoProto value) {
    if (value.getType().getTensorType().hasShape()) {
      List<Long> lengths =
          value.getType().getTensorType().getShape().getDimList().stream()
              .map(axis -> axis.hasDimValue() ? axis.getDimValue() : -1L)
              .toList();
      if (lengths.stream().filter(length -> length < 0).count() <= 1) {
        shapes.put(value.getName(), SymbolicShape.of(lengths));
      }
    }
  }

  private @Nullable SymbolicShape output(NodeProto node) {
    List<SymbolicShape> in = new ArrayList<>();
    for (String name : node.getInputList()) {
      SymbolicShape shape = shapes.get(name);
      if (shape == null) {
        return null;
      }
      in.add(shape);
    }
    return switch (node.getOpType()) {
      case "MatMul" -> product(in.get(0), in.get(1));
      case "Conv" -> convolved(node, in.get(0), in.get(1));
      case "Gemm" ->
          new SymbolicShape(
              List.of(
                  in.get(0).axis(attribute(node, "transA", 0) == 0 ? 0 : 1),
                  in.get(1).axis(attribute(node, "transB", 0) == 0 ? 1 : 0)));
      case "Add",
          "Sub",
          "Mul",
          "Div",
          "Max",
          "Min",
          "Less",
          "LessOrEqual",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "And",
          "Or",
          "Where" ->
          in.stream().reduce(SymbolicShape::broadcast).orElse(null);
      case "Neg",
          "Clip",
          "Relu",
          "Sigmoid",
          "Tanh",
          "Exp",
          "Log",
          "Floor",
          "Softmax",
          "LogSoftmax",
          "CumSum",
          "Cast",
          "Identity",
          "Not",
          "Abs",
          "Sqrt",
          "Erf",
          "LayerNormalization" ->
          in.get(0);
      case "ReduceSum", "ReduceMax", "ReduceMean", "ReduceMin" -> reduced(node, in.get(0));
      case "Concat" -> concatenated(in, (int) attribute(node, "axis", 0));
      case "Slice" -> sliced(node, in.get(0));
      case "Pad" -> padded(node, in.get(0));
      case "Reshape" -> reshaped(node, in.get(0));
      case "Gather" -> gathered(in.get(0), in.get(1), (int) attribute(node, "axis", 0));
      case "GatherElements" -> in.get(1);
      case "GatherND" -> gatheredRows(node, in.get(0), in.get(1));
      default -> null;
    };
  }

  /** Cut into parts of given lengths. */
  private void split(NodeProto node) {
    SymbolicShape x = shapes.get(node.getInput(0));
    List<Long> lengths =
        node.getInputCount() < 2
            ? List.of()
            : wholeNumbers.getOrDefault(node.getInput(1), List.of());
    int axis = (int) attribute(node, "axis", 0);
    if (x == null || lengths.size() != node.getOutputCount() || x.axis(axis).perRow()) {
      return;
    }
    for (int part = 0; part < lengths.size(); part++) {
      shapes.putIfAbsent(node.getOutput(part), x.with(axis, Axis.of(lengths.get(part))));
    }
  }

  private static @Nullable SymbolicShape product(SymbolicShape left, SymbolicShape right) {
    if (left.rank() < 2 || right.rank() < 2) {
      return null;
    }
    SymbolicShape rows = left.without(-1);
    SymbolicShape outer = right.without(-1).without(-1);
    SymbolicShape batch = rows.without(-1).broadcast(outer);
    List<Axis> axes = new ArrayList<>(batch.axes());
    axes.add(rows.axis(-1));
    axes.add(right.axis(-1));
    return new SymbolicShape(axes);
  }

  /** Input [batch, in, space ...], weights [out, in / group, kernel ...]. */
  private static @Nullable SymbolicShape convolved(
      NodeProto node, SymbolicShape x, SymbolicShape weights) {
    int dimensions = x.rank() - 2;
    List<Long> pads = ints(node, "pads");
    boolean padsItself =
        node.getAttributeList().stream().anyMatch(given -> given.getName().equals("auto_pad"));
    if (padsItself || x.axes().stream().skip(1).anyMatch(Axis::perRow)) {
      return null;
    }
    List<Axis> axes = new ArrayList<>(List.of(x.axis(0), weights.axis(0)));
    for (int i = 0; i < dimensions; i++) {
      long padding = pads.isEmpty() ? 0 : pads.get(i) + pads.get(i + dimensions);
      long seen = at(ints(node, "dilations"), i) * (weights.axis(i + 2).count() - 1) + 1;
      long steps = (x.axis(i + 2).count() + padding - seen) / at(ints(node, "strides"), i);
      axes.add(Axis.of(steps + 1));
    }
    return new SymbolicShape(axes);
  }

  private static long at(List<Long> lengths, int i) {
    return lengths.isEmpty() ? 1 : lengths.get(i);
  }

  private @Nullable SymbolicShape reduced(NodeProto node, SymbolicShape x) {
    List<Long> axes = ints(node, "axes");
    if (axes.isEmpty() && node.getInputCount() > 1) {
      axes = wholeNumbers.getOrDefault(node.getInput(1), List.of());
    }
    if (axes.size() != 1) {
      return null;
    }
    int axis = axes.get(0).intValue();
    return attribute(node, "keepdims", 1) == 0 ? x.without(axis) : x.with(axis, Axis.of(1));
  }

  private static @Nullable SymbolicShape concatenated(List<SymbolicShape> parts, int axis) {
    SymbolicShape first = parts.get(0);
    long count = 0;
    for (SymbolicShape part : parts) {
      if (part.axis(axis).perRow() != first.axis(axis).perRow()) {
        return null;
      }
      count += part.axis(axis).count();
    }
    return first.with(axis, new Axis(count, first.axis(axis).perRow()));
  }

  private @Nullable SymbolicShape sliced(NodeProto node, SymbolicShape x) {
    List<List<Long>> bounds = new ArrayList<>();
    for (String name : node.getInputList().subList(1, node.getInputCount())) {
      List<Long> numbers = wholeNumbers.get(name);
      if (numbers == null || numbers.size() != 1) {
        return null;
      }
      bounds.add(numbers);
    }
    if (bounds.size() < 3) {
      return null;
    }
    int axis = bounds.get(2).get(0).intValue();
    long step = bounds.size() > 3 ? bounds.get(3).get(0) : 1;
    if (x.axis(axis).perRow() || step == 0) {
      return null;
    }
    long length = x.axis(axis).count();
    long from = bound(bounds.get(0).get(0), length, step);
    long to = bound(bounds.get(1).get(0), length, step);
    return x.with(
        axis, Axis.of(Math.max(0, Math.floorDiv(to - from + step - Long.signum(step), step))));
  }

  /** Padded by given numbers at the starts of all axes, then at their ends. */
  private @Nullable SymbolicShape padded(NodeProto node, SymbolicShape x) {
    List<Long> pads = wholeNumbers.getOrDefault(node.getInput(1), List.of());
    if (node.getInputCount() > 2 || pads.size() != 2 * x.rank()) {
      return null;
    }
    SymbolicShape padded = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      long more = pads.get(axis) + pads.get(axis + x.rank());
      if (more != 0 && x.axis(axis).perRow()) {
        return null;
      }
      if (more != 0) {
        padded = padded.with(axis, Axis.of(x.axis(axis).count() + more));
      }
    }
    return padded;
  }

  /** A start or end as ONNX reads it: negative counts from the end, then into the axis. */
  private static long bound(long given, long length, long step) {
    long at = given < 0 ? Math.max(given, -length - 1) + length : given;
    return step > 0 ? Math.max(0, Math.min(at, length)) : Math.max(-1, Math.min(at, length - 1));
  }

  private @Nullable SymbolicShape reshaped(NodeProto node, SymbolicShape x) {
    List<Long> lengths = wholeNumbers.get(node.getInput(1));
    return lengths == null ? null : x.reshape(lengths);
  }

  private static SymbolicShape gathered(SymbolicShape table, SymbolicShape index, int axis) {
    int at = table.place(axis);
    List<Axis> axes = new ArrayList<>(table.axes().subList(0, at));
    axes.addAll(index.axes());
    axes.addAll(table.axes().subList(at + 1, table.rank()));
    return new SymbolicShape(axes);
  }

  private static @Nullable SymbolicShape gatheredRows(
      NodeProto node, SymbolicShape x, SymbolicShape index) {
    Axis tuple = index.axis(-1);
    if (tuple.perRow()) {
      return null;
    }
    int from = (int) (attribute(node, "batch_dims", 0) + tuple.count());
    List<Axis> axes = new ArrayList<>(index.without(-1).axes());
    axes.addAll(x.axes().subList(from, x.rank()));
    return new SymbolicShape(axes);
  }

  /** The attribute {@code name} of {@code node}, a whole number. */
  static long attribute(NodeProto node, String name, long otherwise) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .mapToLong(AttributeProto::getI)
        .findFirst()
        .orElse(otherwise);
  }

  private static List<Long> ints(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .map(AttributeProto::getIntsList)
        .orElse(List.of());
  }

  private static List<Long> wholeNumbers(TensorProto tensor) {
    if (tensor.getRawData().isEmpty()) {
      return tensor.getInt64DataList();
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<Long> numbers = new ArrayList<>();
    while (raw.remaining() >= Long.BYTES) {
      numbers.add(raw.getLong());
    }
    return numbers;
  }
}
