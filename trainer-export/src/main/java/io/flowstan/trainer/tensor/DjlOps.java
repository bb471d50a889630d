package io.flowstan.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The operations run at once by DJL's PyTorch, with gradients to the parameters.
 *
 * <p>Every result belongs to the given manager, whichever manager its operands belong to: close it
 * after each step and nothing is left but the parameters. DJL alone gives a result to the manager
 * of its first operand, so that {@code weight + x} would live as long as the weight.
 */
public final class DjlOps implements TensorOps<NDArray> {
  private final NDManager manager;
  private final Map<String, NDArray> parameters;

  /** Operations on {@code parameters} whose results live in {@code manager}. */
  public DjlOps(NDManager manager, Map<String, NDArray> parameters) {
    this.manager = manager;
    this.parameters = parameters;
  }

  @Override
  public NDArray parameter(String name) {
    NDArray parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "parameter '" + name + "': expected one of " + parameters.keySet());
    }
    return parameter;
  }

  @Override
  public NDArray constant(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  @Override
  public NDArray constant(long[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  @Override
  public NDArray matmul(NDArray left, NDArray right) {
    return own(left.matMul(right));
  }

  @Override
  public NDArray dotRows(NDArray x, NDArray y) {
    return sum(mul(reshape(y, -1, 1, x.getShape().get(2)), x), -1, false);
  }

  @Override
  public NDArray add(NDArray left, NDArray right) {
    return own(sameType("add", left, right).add(right));
  }

  @Override
  public NDArray sub(NDArray left, NDArray right) {
    return own(sameType("sub", left, right).sub(right));
  }

  @Override
  public NDArray mul(NDArray left, NDArray right) {
    return own(sameType("mul", left, right).mul(right));
  }

  @Override
  public NDArray div(NDArray left, NDArray right) {
    return own(floats("div", sameType("div", left, right)).div(right));
  }

  @Override
  public NDArray max(NDArray left, NDArray right) {
    return own(sameType("max", left, right).maximum(right));
  }

  @Override
  public NDArray min(NDArray left, NDArray right) {
    return own(sameType("min", left, right).minimum(right));
  }

  @Override
  public NDArray clip(NDArray x, float least, float most) {
    return own(x.clip(least, most));
  }

  @Override
  public NDArray neg(NDArray x) {
    return own(x.neg());
  }

  @Override
  public NDArray relu(NDArray x) {
    return own(Activation.relu(x));
  }

  @Override
  public NDArray sigmoid(NDArray x) {
    return own(Activation.sigmoid(x));
  }

  @Override
  public NDArray tanh(NDArray x) {
    return own(x.tanh());
  }

  @Override
  public NDArray exp(NDArray x) {
    return own(x.exp());
  }

  @Override
  public NDArray log(NDArray x) {
    return own(x.log());
  }

  @Override
  public NDArray floor(NDArray x) {
    return own(x.floor());
  }

  @Override
  public NDArray softmax(NDArray x) {
    return own(x.softmax(-1));
  }

  @Override
  public NDArray logSoftmax(NDArray x) {
    return own(x.logSoftmax(-1));
  }

  @Override
  public NDArray cumSum(NDArray x) {
    return own(x.cumSum(axis(x, -1)));
  }

  @Override
  public NDArray invert(NDArray weights, NDArray u, boolean lastMayBeZero) {
    NDArray sums = cumSum(weights);
    return sum(less(sums, mul(u, max(sums, -1, true))), -1, true);
  }

  @Override
  public NDArray sum(NDArray x, int axis, boolean keepAxis) {
    return own(x.sum(new int[] {axis(x, axis)}, keepAxis));
  }

  @Override
  public NDArray max(NDArray x, int axis, boolean keepAxis) {
    return own(x.max(new int[] {axis(x, axis)}, keepAxis));
  }

  @Override
  public NDArray concat(int axis, List<NDArray> parts) {
    return own(NDArrays.concat(new NDList(parts), axis(parts.get(0), axis)));
  }

  @Override
  public List<NDArray> split(NDArray x, int axis, long... lengths) {
    List<NDArray> parts = new ArrayList<>();
    long from = 0;
    for (long length : lengths) {
      parts.add(slice(x, axis, from, from + length));
      from += length;
    }
    return parts;
  }

  @Override
  public NDArray slice(NDArray x, int axis, long from, long to) {
    int first = axis(x, axis);
    if (from < 0 || from >= to || to > x.getShape().get(first)) {
      throw new IllegalArgumentException(
          "slice %d..%d on axis %d of %s: expected 0 <= from < to <= length"
              .formatted(from, to, axis, x.getShape()));
    }
    return own(x.get(new NDIndex().addAllDim(first).addSliceDim(from, to)));
  }

  @Override
  public NDArray reversed(NDArray x, int axis, long from, long to) {
    return own(slice(x, axis, from, to).flip(axis(x, axis)));
  }

  @Override
  public NDArray reshape(NDArray x, long... shape) {
    return own(x.reshape(new Shape(shape)));
  }

  @Override
  public NDArray gatherRows(NDArray table, NDArray index) {
    return own(
        table.getNDArrayInternal().embedding(index, table, SparseFormat.DENSE).singletonOrThrow());
  }

  @Override
  public NDArray gatherElements(NDArray x, NDArray index) {
    return own(x.gather(index, axis(x, -1)));
  }

  @Override
  public NDArray pickRows(NDArray x, NDArray index) {
    Shape shape = x.getShape();
    NDArray wide = own(index.reshape(-1, 1, 1).broadcast(shape.get(0), 1, shape.get(2)));
    return own(own(x.gather(wide, 1)).reshape(shape.get(0), shape.get(2)));
  }

  @Override
  public NDArray less(NDArray left, NDArray right) {
    return number(sameType("less", left, right).lt(right));
  }

  @Override
  public NDArray lessOrEqual(NDArray left, NDArray right) {
    return number(sameType("lessOrEqual", left, right).lte(right));
  }

  @Override
  public NDArray equal(NDArray left, NDArray right) {
    return number(sameType("equal", left, right).eq(right));
  }

  @Override
  public NDArray where(NDArray condition, NDArray whenTrue, NDArray whenFalse) {
    sameType("where", whenTrue, whenFalse);
    NDArray truth = own(floats("where", condition).gt(0.5f));
    long[] shape =
        lengths(truth).broadcast(lengths(whenTrue)).broadcast(lengths(whenFalse)).toArray();
    return own(
        NDArrays.where(expand(truth, shape), expand(whenTrue, shape), expand(whenFalse, shape)));
  }

  @Override
  public NDArray toLong(NDArray x) {
    return own(x.toType(DataType.INT64, true));
  }

  @Override
  public NDArray toFloat(NDArray x) {
    return own(x.toType(DataType.FLOAT32, true));
  }

  /** PyTorch broadcasts the operands of where, but DJL does not. */
  private NDArray expand(NDArray x, long... shape) {
    return Arrays.equals(x.getShape().getShape(), shape) ? x : own(x.broadcast(shape));
  }

  private static TensorShape lengths(NDArray x) {
    return TensorShape.of(x.getShape().getShape());
  }

  private NDArray number(NDArray truth) {
    return own(own(truth).toType(DataType.FLOAT32, true));
  }

  private NDArray own(NDArray result) {
    if (!result.getManager().equals(manager)) {
      result.attach(manager);
    }
    return result;
  }

  private static int axis(NDArray x, int axis) {
    return axis < 0 ? axis + x.getShape().dimension() : axis;
  }

  /** PyTorch promotes mixed types and ONNX refuses them: refuse them here too. */
  private static NDArray sameType(String operation, NDArray left, NDArray right) {
    if (left.getDataType() != right.getDataType()) {
      throw new IllegalArgumentException(
          "%s of %s and %s: expected one type, by toFloat or toLong"
              .formatted(operation, left.getDataType(), right.getDataType()));
    }
    return left;
  }

  private static NDArray floats(String operation, NDArray x) {
    if (x.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          operation + " of " + x.getDataType() + ": expected float32, by toFloat");
    }
    return x;
  }
}
