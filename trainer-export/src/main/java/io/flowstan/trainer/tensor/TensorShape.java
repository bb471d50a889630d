package io.flowstan.trainer.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lengths of a tensor's axes while a graph is written; {@link #DYNAMIC} is a length that is known
 * only when the graph runs.
 */
public record TensorShape(List<Long> lengths) {
  public static final long DYNAMIC = -1;

  public TensorShape {
    lengths = List.copyOf(lengths);
  }

  public static TensorShape of(long... lengths) {
    return new TensorShape(Arrays.stream(lengths).boxed().toList());
  }

  long[] toArray() {
    return lengths.stream().mapToLong(Long::longValue).toArray();
  }

  /** Whether a length is known only when the graph runs. */
  boolean isDynamic() {
    return lengths.contains(DYNAMIC);
  }

  int rank() {
    return lengths.size();
  }

  long length(int axis) {
    return lengths.get(axis(axis));
  }

  /** {@code axis} counted from the first one, where a negative one counts from the last. */
  int axis(int axis) {
    int fromFirst = axis < 0 ? axis + rank() : axis;
    if (fromFirst < 0 || fromFirst >= rank()) {
      throw new IllegalArgumentException(
          "axis " + axis + " of " + this + ": expected one of its " + rank() + " axes");
    }
    return fromFirst;
  }

  /** The shape of an element-by-element operation, by NumPy's broadcasting. */
  TensorShape broadcast(TensorShape other) {
    int rank = Math.max(rank(), other.rank());
    List<Long> result = new ArrayList<>(rank);
    for (int i = rank; i >= 1; i--) {
      long a = i > rank() ? 1 : lengths.get(rank() - i);
      long b = i > other.rank() ? 1 : other.lengths.get(other.rank() - i);
      if (a != b && a != 1 && b != 1 && a != DYNAMIC && b != DYNAMIC) {
        throw new IllegalArgumentException(this + " and " + other + " do not broadcast");
      }
      result.add(a == 1 ? b : b == 1 ? a : Math.min(a, b));
    }
    return new TensorShape(result);
  }

  /** The shape of {@code [..., k] x [k, n]}. */
  TensorShape matmul(TensorShape right) {
    if (rank() < 1 || right.rank() != 2 || length(-1) != right.length(0)) {
      throw new IllegalArgumentException(
          "matmul of " + this + " by " + right + ": expected [..., k] by [k, n]");
    }
    return with(-1, right.length(1));
  }

  /** This shape with another length on {@code axis}. */
  TensorShape with(int axis, long length) {
    List<Long> result = new ArrayList<>(lengths);
    result.set(axis(axis), length);
    return new TensorShape(result);
  }

  TensorShape without(int axis) {
    List<Long> result = new ArrayList<>(lengths);
    result.remove(axis(axis));
    return new TensorShape(result);
  }

  /** The shape of the elements in order under other lengths, one of which may be -1. */
  TensorShape reshape(long... wanted) {
    long known = 1;
    int inferred = -1;
    for (int axis = 0; axis < wanted.length; axis++) {
      if ((wanted[axis] == -1 && inferred >= 0) || wanted[axis] == 0 || wanted[axis] < -1) {
        throw new IllegalArgumentException(
            "reshape of " + this + " to " + Arrays.toString(wanted) + ": expected one -1 at most");
      }
      if (wanted[axis] == -1) {
        inferred = axis;
      } else {
        known *= wanted[axis];
      }
    }
    if (isDynamic()) {
      return of(wanted);
    }
    long elements = lengths.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    if (inferred < 0 ? elements != known : elements % known != 0) {
      throw new IllegalArgumentException(
          "reshape of " + this + " to " + Arrays.toString(wanted) + ": other number of elements");
    }
    return inferred < 0 ? of(wanted) : of(wanted).with(inferred, elements / known);
  }

  @Override
  public String toString() {
    return lengths.toString();
  }
}
