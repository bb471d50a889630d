package io.flowstan.trainer.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * The lengths of a tensor's axes, some of them a multiple of the batch N: {@code [32 N, 24]}.
 *
 * @param axes first axis first
 */
record SymbolicShape(List<Axis> axes) {

  /**
   * The length of an axis.
   *
   * @param count how long, in units of N where {@code perRow}
   */
  record Axis(long count, boolean perRow) {
    static Axis of(long count) {
      return new Axis(count, false);
    }

    /** The longer of two axes of which the shorter, of length 1, is stretched. */
    Axis stretched(Axis other) {
      return count == 1 && !perRow ? other : this;
    }

    @Override
    public String toString() {
      return perRow ? (count == 1 ? "N" : count + " N") : Long.toString(count);
    }
  }

  SymbolicShape {
    axes = List.copyOf(axes);
  }

  /** Lengths as ONNX and manifests have them, -1 standing for N. */
  static SymbolicShape of(List<Long> lengths) {
    return new SymbolicShape(
        lengths.stream().map(length -> length < 0 ? new Axis(1, true) : Axis.of(length)).toList());
  }

  int rank() {
    return axes.size();
  }

  /** The axis {@code at}, counted from the last one where it is negative. */
  Axis axis(int at) {
    return axes.get(place(at));
  }

  /** {@code axis} counted from the first one. */
  int place(int axis) {
    return axis < 0 ? axis + rank() : axis;
  }

  /** Whether the number of elements grows with N. */
  boolean perRow() {
    return axes.stream().anyMatch(Axis::perRow);
  }

  /** The number of elements, in units of N where {@link #perRow}. */
  long elements() {
    return axes.stream().mapToLong(Axis::count).reduce(1, Math::multiplyExact);
  }

  SymbolicShape with(int axis, Axis length) {
    List<Axis> changed = new ArrayList<>(axes);
    changed.set(place(axis), length);
    return new SymbolicShape(changed);
  }

  SymbolicShape without(int axis) {
    List<Axis> changed = new ArrayList<>(axes);
    changed.remove(place(axis));
    return new SymbolicShape(changed);
  }

  /** The shape of an element-by-element operation, by NumPy's broadcasting. */
  SymbolicShape broadcast(SymbolicShape other) {
    List<Axis> result = new ArrayList<>();
    for (int i = Math.max(rank(), other.rank()); i >= 1; i--) {
      Axis a = i > rank() ? Axis.of(1) : axis(-i);
      Axis b = i > other.rank() ? Axis.of(1) : other.axis(-i);
      result.add(a.stretched(b));
    }
    return new SymbolicShape(result);
  }

  /** As ONNX's Reshape: -1 is what is left over, 0 keeps an axis. */
  SymbolicShape reshape(List<Long> lengths) {
    List<Axis> result = new ArrayList<>();
    long known = 1;
    boolean batchKept = false;
    for (int i = 0; i < lengths.size(); i++) {
      long length = lengths.get(i);
      Axis axis = length == 0 ? axis(i) : Axis.of(Math.max(1, length));
      known *= axis.count();
      batchKept |= axis.perRow();
      result.add(axis);
    }
    int open = lengths.indexOf(-1L);
    if (open >= 0) {
      result.set(open, new Axis(elements() / known, perRow() && !batchKept));
    }
    return new SymbolicShape(result);
  }

  @Override
  public String toString() {
    return axes.toString();
  }
}
