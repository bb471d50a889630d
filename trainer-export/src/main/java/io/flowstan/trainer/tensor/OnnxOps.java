package io.flowstan.trainer.tensor;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.flowstan.bundle.GraphSpec;
import io.flowstan.bundle.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations recorded as the nodes of one ONNX graph (opset 17, IR 8).
 *
 * <p>Weights are stored outside, in a {@link WeightsFile} that several graphs share. Equal nodes
 * and equal constants are recorded once, and what no output needs is left out. A product of
 * matrices followed by the addition of a vector or matrix becomes one Gemm; a comparison that is
 * only the condition of a {@code where} is never turned into numbers; a reshape of a reshape is
 * one, and a whole number that was a float32 before is taken from there.
 */
public final class OnnxOps implements TensorOps<OnnxValue> {
  /** Elements of the widest vector that the runtime computes at once. */
  public static final int VECTOR = 16;

  private final OnnxRecording graph;
  private final int rowBlock;

  /** The boolean tensor that a float32 tensor of zeros and ones was made from, by its name. */
  private final Map<String, OnnxValue> truths = new HashMap<>();

  /** The operands of each product, by its name. */
  private final Map<String, Factors> products = new HashMap<>();

  /** The float32 tensor of whole numbers that an int64 tensor was made from, by its name. */
  private final Map<String, OnnxValue> wholes = new HashMap<>();

  /** The tensor that a reshaped one was made from, by its name. */
  private final Map<String, OnnxValue> reshapes = new HashMap<>();

  private record Factors(OnnxValue left, OnnxValue right) {}

  /** An empty graph whose weights lie in {@code weights}, for any number of rows. */
  public OnnxOps(String graphName, WeightsFile weights) {
    this(graphName, weights, 1);
  }

  /**
   * An empty graph whose weights lie in {@code weights}.
   *
   * @param rowBlock the graph will be run with a multiple of so many rows
   */
  public OnnxOps(String graphName, WeightsFile weights, int rowBlock) {
    this.graph = new OnnxRecording(graphName, weights);
    this.rowBlock = rowBlock;
  }

  /** Declares the next input; the first axis may be -1, the batch. */
  public OnnxValue input(String name, TensorType type, long... shape) {
    return graph.input(name, type, shape);
  }

  /** Declares {@code value} as the next output, under {@code name}. */
  public void output(String name, OnnxValue value) {
    graph.output(name, value);
  }

  /** What a manifest says of this graph, stored as {@code file}. */
  public GraphSpec spec(String file) {
    return new GraphSpec(file, graph.externalData(), rowBlock, graph.inputs(), graph.outputs());
  }

  /** The graph as an ONNX model: the declared outputs and all that they need. */
  public byte[] build() {
    return graph.build();
  }

  @Override
  public OnnxValue parameter(String name) {
    return graph.parameter(name);
  }

  @Override
  public OnnxValue constant(float[] values, long... shape) {
    ByteBuffer raw = littleEndian(values.length * Float.BYTES);
    for (float value : values) {
      raw.putFloat(value);
    }
    return graph.constant(TensorType.FLOAT32, values.length, raw, shape);
  }

  @Override
  public OnnxValue constant(long[] values, long... shape) {
    ByteBuffer raw = littleEndian(values.length * Long.BYTES);
    for (long value : values) {
      raw.putLong(value);
    }
    return graph.constant(TensorType.INT64, values.length, raw, shape);
  }

  @Override
  public OnnxValue matmul(OnnxValue left, OnnxValue right) {
    TensorShape shape = left.shape().matmul(right.shape());
    TensorType type = floats("matmul", left, right);
    OnnxValue product = graph.node("MatMul", type, shape, List.of(left, right));
    products.put(product.name(), new Factors(left, right));
    return product;
  }

  @Override
  public OnnxValue dotRows(OnnxValue x, OnnxValue y) {
    TensorShape shape = x.shape();
    TensorType type = floats("dotRows", x, y);
    OnnxValue vector = reshape(y, -1, y.shape().length(-1), 1);
    OnnxValue product = graph.node("MatMul", type, shape.with(-1, 1), List.of(x, vector));
    return reshape(product, -1, shape.length(1));
  }

  @Override
  public OnnxValue add(OnnxValue left, OnnxValue right) {
    Factors of = products.get(right.name());
    if (of != null && isAddend(left, right.shape())) {
      return gemm(of, left, right.shape());
    }
    of = products.get(left.name());
    if (of != null && isAddend(right, left.shape())) {
      return gemm(of, right, left.shape());
    }
    return binary("Add", left, right);
  }

  /** Whether {@code x} is a row for all rows of a product of matrices, or a matrix as large. */
  private static boolean isAddend(OnnxValue x, TensorShape product) {
    TensorShape shape = x.shape();
    boolean isRow = shape.rank() == 1 || (shape.rank() == 2 && shape.length(0) == 1);
    return product.rank() == 2
        && (isRow ? shape.length(-1) == product.length(1) : shape.equals(product));
  }

  private OnnxValue gemm(Factors of, OnnxValue addend, TensorShape shape) {
    return graph.node("Gemm", addend.type(), shape, List.of(of.left(), of.right(), addend));
  }

  @Override
  public OnnxValue sub(OnnxValue left, OnnxValue right) {
    return binary("Sub", left, right);
  }

  @Override
  public OnnxValue mul(OnnxValue left, OnnxValue right) {
    return binary("Mul", left, right);
  }

  @Override
  public OnnxValue div(OnnxValue left, OnnxValue right) {
    floats("div", left, right);
    return binary("Div", left, right);
  }

  @Override
  public OnnxValue max(OnnxValue left, OnnxValue right) {
    return binary("Max", left, right);
  }

  @Override
  public OnnxValue min(OnnxValue left, OnnxValue right) {
    return binary("Min", left, right);
  }

  @Override
  public OnnxValue clip(OnnxValue x, float least, float most) {
    return graph.node(
        "Clip",
        x.type(),
        x.shape(),
        List.of(x, constant(new float[] {least}), constant(new float[] {most})));
  }

  @Override
  public OnnxValue neg(OnnxValue x) {
    return graph.node("Neg", x.type(), x.shape(), List.of(x));
  }

  @Override
  public OnnxValue relu(OnnxValue x) {
    return unary("Relu", x);
  }

  @Override
  public OnnxValue sigmoid(OnnxValue x) {
    return unary("Sigmoid", x);
  }

  @Override
  public OnnxValue tanh(OnnxValue x) {
    return unary("Tanh", x);
  }

  @Override
  public OnnxValue exp(OnnxValue x) {
    return unary("Exp", x);
  }

  /**
   * ONNX Runtime takes the logarithms behind the last whole vector of a tensor by another formula
   * than the others, which may differ in the last bit. So that what a row gives does not depend on
   * its place in the batch, each element is repeated to a whole vector first, unless rows come in
   * blocks that fill vectors.
   */
  @Override
  public OnnxValue log(OnnxValue x) {
    TensorShape shape = x.shape();
    if (!shape.isDynamic() || rowBlock % VECTOR == 0 || shape.length(-1) % VECTOR == 0) {
      return unary("Log", x);
    }
    float[] ones = new float[VECTOR];
    Arrays.fill(ones, 1);
    boolean isColumn = shape.length(-1) == 1;
    OnnxValue column = isColumn ? x : reshape(x, followedByOne(shape));
    OnnxValue wide = unary("Log", mul(column, constant(ones, VECTOR)));
    OnnxValue first = slice(wide, -1, 0, 1);
    return isColumn ? first : reshape(first, shape.toArray());
  }

  private static long[] followedByOne(TensorShape shape) {
    long[] lengths = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    lengths[shape.rank()] = 1;
    return lengths;
  }

  @Override
  public OnnxValue floor(OnnxValue x) {
    return unary("Floor", x);
  }

  @Override
  public OnnxValue softmax(OnnxValue x) {
    return unary("Softmax", x, attribute("axis", -1));
  }

  @Override
  public OnnxValue logSoftmax(OnnxValue x) {
    return unary("LogSoftmax", x, attribute("axis", -1));
  }

  @Override
  public OnnxValue cumSum(OnnxValue x) {
    OnnxValue axis = constant(new long[] {x.shape().axis(-1)});
    return graph.node("CumSum", x.type(), x.shape(), List.of(x, axis));
  }

  @Override
  public OnnxValue invert(OnnxValue weights, OnnxValue u, boolean lastMayBeZero) {
    return new Inversion(this).of(weights, u, lastMayBeZero);
  }

  /** {@code x [n, c]} with {@code more} zeros behind each row. */
  OnnxValue padded(OnnxValue x, int more) {
    if (more == 0) {
      return x;
    }
    OnnxValue pads = constant(new long[] {0, 0, 0, more}, 4);
    TensorShape shape = x.shape().with(1, x.shape().length(1) + more);
    return graph.node("Pad", x.type(), shape, List.of(x, pads));
  }

  @Override
  public OnnxValue sum(OnnxValue x, int axis, boolean keepAxis) {
    if (keepAxis && x.shape().length(axis) == 1) {
      return x;
    }
    OnnxValue axes = constant(new long[] {x.shape().axis(axis)}, 1);
    AttributeProto keep = attribute("keepdims", keepAxis ? 1 : 0);
    return graph.node("ReduceSum", x.type(), reduced(x, axis, keepAxis), List.of(x, axes), keep);
  }

  @Override
  public OnnxValue max(OnnxValue x, int axis, boolean keepAxis) {
    AttributeProto axes =
        AttributeProto.newBuilder()
            .setName("axes")
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(x.shape().axis(axis))
            .build();
    AttributeProto keep = attribute("keepdims", keepAxis ? 1 : 0);
    return graph.node("ReduceMax", x.type(), reduced(x, axis, keepAxis), List.of(x), axes, keep);
  }

  private static TensorShape reduced(OnnxValue x, int axis, boolean keepAxis) {
    return keepAxis ? x.shape().with(axis, 1) : x.shape().without(axis);
  }

  @Override
  public OnnxValue concat(int axis, List<OnnxValue> parts) {
    OnnxValue first = parts.get(0);
    int fromFirst = first.shape().axis(axis);
    long length = 0;
    for (OnnxValue part : parts) {
      sameType("concat", first, part);
      first.shape().with(fromFirst, 1).broadcast(part.shape().with(fromFirst, 1));
      long more = part.shape().length(fromFirst);
      length = length < 0 || more < 0 ? TensorShape.DYNAMIC : length + more;
    }
    TensorShape shape = first.shape().with(fromFirst, length);
    return graph.node("Concat", first.type(), shape, parts, attribute("axis", fromFirst));
  }

  @Override
  public List<OnnxValue> split(OnnxValue x, int axis, long... lengths) {
    int fromFirst = x.shape().axis(axis);
    if (Arrays.stream(lengths).sum() != x.shape().length(fromFirst)) {
      throw new IllegalArgumentException(
          "split of %s on axis %d into %s: expected lengths that add up"
              .formatted(x.shape(), axis, Arrays.toString(lengths)));
    }
    List<TensorShape> shapes = new ArrayList<>();
    for (long length : lengths) {
      shapes.add(x.shape().with(fromFirst, length));
    }
    List<OnnxValue> arguments = List.of(x, constant(lengths, lengths.length));
    return graph.nodes("Split", x.type(), shapes, arguments, attribute("axis", fromFirst));
  }

  @Override
  public OnnxValue slice(OnnxValue x, int axis, long from, long to) {
    int fromFirst = part(x, axis, from, to);
    List<OnnxValue> arguments =
        List.of(
            x,
            constant(new long[] {from}, 1),
            constant(new long[] {to}, 1),
            constant(new long[] {fromFirst}, 1));
    return graph.node("Slice", x.type(), x.shape().with(fromFirst, to - from), arguments);
  }

  @Override
  public OnnxValue reversed(OnnxValue x, int axis, long from, long to) {
    int fromFirst = part(x, axis, from, to);
    List<OnnxValue> arguments =
        List.of(
            x,
            constant(new long[] {to - 1}, 1),
            constant(new long[] {from == 0 ? Long.MIN_VALUE : from - 1}, 1),
            constant(new long[] {fromFirst}, 1),
            constant(new long[] {-1}, 1));
    return graph.node("Slice", x.type(), x.shape().with(fromFirst, to - from), arguments);
  }

  /** The axis counted from the first one, where it has the part {@code from..to-1}. */
  private static int part(OnnxValue x, int axis, long from, long to) {
    int fromFirst = x.shape().axis(axis);
    long length = x.shape().length(fromFirst);
    if (from < 0 || from >= to || (length != TensorShape.DYNAMIC && to > length)) {
      throw new IllegalArgumentException(
          "slice %d..%d on axis %d of %s: expected 0 <= from < to <= length"
              .formatted(from, to, axis, x.shape()));
    }
    return fromFirst;
  }

  @Override
  public OnnxValue reshape(OnnxValue x, long... shape) {
    TensorShape reshaped = x.shape().reshape(shape);
    OnnxValue original = reshapes.getOrDefault(x.name(), x);
    if (original.shape().equals(reshaped)) {
      return original;
    }
    OnnxValue lengths = constant(shape, shape.length);
    OnnxValue result = graph.node("Reshape", x.type(), reshaped, List.of(original, lengths));
    reshapes.put(result.name(), original);
    return result;
  }

  @Override
  public OnnxValue gatherRows(OnnxValue table, OnnxValue index) {
    longs("gatherRows", index);
    List<Long> lengths = new ArrayList<>(index.shape().lengths());
    lengths.add(table.shape().length(1));
    AttributeProto axis = attribute("axis", 0);
    return graph.node(
        "Gather", table.type(), new TensorShape(lengths), List.of(table, index), axis);
  }

  @Override
  public OnnxValue gatherElements(OnnxValue x, OnnxValue index) {
    longs("gatherElements", index);
    AttributeProto axis = attribute("axis", x.shape().axis(-1));
    return graph.node("GatherElements", x.type(), index.shape(), List.of(x, index), axis);
  }

  @Override
  public OnnxValue pickRows(OnnxValue x, OnnxValue index) {
    longs("pickRows", index);
    OnnxValue column = reshape(index, -1, 1);
    AttributeProto batch = attribute("batch_dims", 1);
    return graph.node("GatherND", x.type(), x.shape().without(1), List.of(x, column), batch);
  }

  @Override
  public OnnxValue less(OnnxValue left, OnnxValue right) {
    return comparison("Less", left, right);
  }

  @Override
  public OnnxValue lessOrEqual(OnnxValue left, OnnxValue right) {
    return comparison("LessOrEqual", left, right);
  }

  @Override
  public OnnxValue equal(OnnxValue left, OnnxValue right) {
    return comparison("Equal", left, right);
  }

  private OnnxValue comparison(String operator, OnnxValue left, OnnxValue right) {
    OnnxValue truth = binary(operator, left, right);
    OnnxValue number = cast(truth, TensorType.FLOAT32);
    truths.put(number.name(), truth);
    return number;
  }

  @Override
  public OnnxValue where(OnnxValue condition, OnnxValue whenTrue, OnnxValue whenFalse) {
    sameType("where", whenTrue, whenFalse);
    OnnxValue truth = truths.get(condition.name());
    if (truth == null) {
      truth = binary("Greater", condition, constant(new float[] {0.5f}));
    }
    TensorShape shape = condition.shape().broadcast(whenTrue.shape()).broadcast(whenFalse.shape());
    return graph.node("Where", whenTrue.type(), shape, List.of(truth, whenTrue, whenFalse));
  }

  @Override
  public OnnxValue toLong(OnnxValue x) {
    if (x.type() == TensorType.INT64) {
      return x;
    }
    OnnxValue number = cast(x, TensorType.INT64);
    wholes.put(number.name(), x);
    return number;
  }

  @Override
  public OnnxValue toFloat(OnnxValue x) {
    if (x.type() == TensorType.FLOAT32) {
      return x;
    }
    OnnxValue whole = wholes.get(x.name());
    if (whole != null) {
      return whole;
    }
    OnnxValue original = reshapes.get(x.name());
    whole = original == null ? null : wholes.get(original.name());
    return whole == null ? cast(x, TensorType.FLOAT32) : reshape(whole, x.shape().toArray());
  }

  private OnnxValue cast(OnnxValue x, TensorType type) {
    return graph.node(
        "Cast", type, x.shape(), List.of(x), attribute("to", OnnxRecording.code(type)));
  }

  private OnnxValue unary(String operator, OnnxValue x, AttributeProto... attributes) {
    if (x.type() != TensorType.FLOAT32) {
      throw new IllegalArgumentException(operator + " of " + x + ": expected float32, by toFloat");
    }
    return graph.node(operator, x.type(), x.shape(), List.of(x), attributes);
  }

  private OnnxValue binary(String operator, OnnxValue left, OnnxValue right) {
    TensorType type = sameType(operator, left, right);
    return graph.node(operator, type, left.shape().broadcast(right.shape()), List.of(left, right));
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorType sameType(String operation, OnnxValue left, OnnxValue right) {
    if (left.type() != right.type()) {
      throw new IllegalArgumentException(
          "%s of %s and %s: expected one type, by toFloat or toLong"
              .formatted(operation, left, right));
    }
    return left.type();
  }

  private static TensorType floats(String operation, OnnxValue left, OnnxValue right) {
    if (left.type() != TensorType.FLOAT32 || right.type() != TensorType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s of %s and %s: expected float32, by toFloat".formatted(operation, left, right));
    }
    return left.type();
  }

  private static void longs(String operation, OnnxValue index) {
    if (index.type() != TensorType.INT64) {
      throw new IllegalArgumentException(
          operation + " by " + index + ": expected int64, by toLong");
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
