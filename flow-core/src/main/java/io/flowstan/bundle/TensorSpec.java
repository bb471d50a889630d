package io.flowstan.bundle;

import java.util.List;

/**
 * Name, element type and shape of a graph's input or output, row-major.
 *
 * @param shape lengths of the axes; {@link #BATCH} stands for the batch, which only the first axis
 *     can be
 */
public record TensorSpec(String name, TensorType dtype, List<Long> shape) {
  /** Length of the batch axis: any number of rows. */
  public static final long BATCH = -1;

  public TensorSpec {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("tensor name: expected at least one character");
    }
    if (dtype == null || shape == null) {
      throw new IllegalArgumentException("tensor '" + name + "': expected a dtype and a shape");
    }
    shape = List.copyOf(shape);
    for (int axis = 0; axis < shape.size(); axis++) {
      long length = shape.get(axis);
      if (length < 1 && !(length == BATCH && axis == 0)) {
        throw new IllegalArgumentException(
            "tensor '%s', axis %d: length %d: expected at least 1, or -1 (the batch) on axis 0"
                .formatted(name, axis, length));
      }
    }
  }

  /** Elements in one row of the batch: the product of all lengths but a batch's. */
  public long elementsPerRow() {
    long product = 1;
    for (long length : shape) {
      product *= length == BATCH ? 1 : length;
    }
    return product;
  }

  @Override
  public String toString() {
    return dtype + " " + shape + " '" + name + "'";
  }
}
