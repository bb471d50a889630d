package io.flowstan.trainer.tensor;

import java.util.List;

/**
 * The tensor operations that the network is written in, once, for two back ends: run eagerly with
 * gradients for training, or recorded as nodes of an ONNX graph for serving. What is trained is so
 * what is served, by construction.
 *
 * <p>Tensors are float32 or int64, row-major. Binary operations broadcast as NumPy's do and want
 * two operands of one type. Axes may be negative, counting from the last. A shape may hold -1 once
 * (inferred); the first axis of every tensor that comes from an input is the batch and is dynamic
 * in ONNX.
 *
 * @param <T> the back end's tensor
 */
public interface TensorOps<T> {
  /** The learned float32 weight {@code name}. */
  T parameter(String name);

  /** A float32 constant of the given values and shape. */
  T constant(float[] values, long... shape);

  /** An int64 constant of the given values and shape. */
  T constant(long[] values, long... shape);

  /** Matrix product {@code [..., k] x [k, n] -> [..., n]}; the right side is a matrix. */
  T matmul(T left, T right);

  /**
   * For every n the product of the matrix {@code x [n, r, d]} and the vector {@code y [n, d]}:
   * {@code [n, r]}.
   */
  T dotRows(T x, T y);

  T add(T left, T right);

  T sub(T left, T right);

  T mul(T left, T right);

  /** Quotient of float32 tensors; whole numbers divide differently in the two back ends. */
  T div(T left, T right);

  /** The larger of the two, element by element. */
  T max(T left, T right);

  /** The smaller of the two, element by element. */
  T min(T left, T right);

  /** Each element, or the bound that it lies beyond. */
  T clip(T x, float least, float most);

  T neg(T x);

  T relu(T x);

  /** 1 / (1 + exp(-x)), finite for every finite x. */
  T sigmoid(T x);

  T tanh(T x);

  T exp(T x);

  /** Natural logarithm. */
  T log(T x);

  T floor(T x);

  /** Softmax along the last axis. */
  T softmax(T x);

  /** Log-softmax along the last axis, by the subtraction of the maximum. */
  T logSoftmax(T x);

  /** Running sum along the last axis, inclusive. */
  T cumSum(T x);

  /**
   * For every n the first class whose running sum of {@code weights [n, c]} (none negative, their
   * total 1) reaches {@code u[n, 0]}, as a float32: {@code [n, 1]}. A class of weight zero is not
   * found, but for the last one where {@code lastMayBeZero} denies that it has none: it takes what
   * the sums round away.
   *
   * @param u float32 [n, 1] on (0, 1)
   * @param lastMayBeZero whether there are rows whose last class has weight zero
   */
  T invert(T weights, T u, boolean lastMayBeZero);

  /** Sum along {@code axis}; the axis stays with length 1 where {@code keepAxis}. */
  T sum(T x, int axis, boolean keepAxis);

  /** Largest along {@code axis}; the axis stays with length 1 where {@code keepAxis}. */
  T max(T x, int axis, boolean keepAxis);

  T concat(int axis, List<T> parts);

  /** All of {@code x}, cut along {@code axis} into parts of these lengths. */
  List<T> split(T x, int axis, long... lengths);

  /** The part {@code from..to-1} (step 1) along {@code axis}. */
  T slice(T x, int axis, long from, long to);

  /** The part {@code from..to-1} along {@code axis}, the last one first. */
  T reversed(T x, int axis, long from, long to);

  /** The same elements in another shape; one length may be -1. */
  T reshape(T x, long... shape);

  /** Rows of {@code table [c, d]} by {@code index} int64 {@code [...] -> [..., d]}. */
  T gatherRows(T table, T index);

  /**
   * Along the last axis of {@code x [n, c]} the elements at {@code index} int64 {@code [n, k] ->
   * [n, k]}.
   */
  T gatherElements(T x, T index);

  /**
   * For every n the row {@code index[n]} of {@code x [n, r, d]}; {@code index} is int64 {@code
   * [n]}; the result is {@code [n, d]}.
   */
  T pickRows(T x, T index);

  /** 1.0 where left &lt; right, else 0.0. */
  T less(T left, T right);

  /** 1.0 where left &lt;= right, else 0.0. */
  T lessOrEqual(T left, T right);

  /** 1.0 where both are equal, else 0.0; int64 or float32 alike. */
  T equal(T left, T right);

  /**
   * {@code whenTrue} where {@code condition} (float32) is above one half, else {@code whenFalse}.
   */
  T where(T condition, T whenTrue, T whenFalse);

  /** Whole numbers in float32 to int64. */
  T toLong(T x);

  /** Int64 to float32. */
  T toFloat(T x);
}
