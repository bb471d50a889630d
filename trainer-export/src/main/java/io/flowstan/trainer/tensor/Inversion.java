package io.flowstan.trainer.tensor;

import java.util.Arrays;

/**
 * {@link TensorOps#invert} in the nodes that ONNX Runtime runs fastest.
 *
 * <p>Its {@code CumSum} adds one element at a time and takes a fifth of a step. A product with a
 * triangle of ones gives the same running sums, to the bit, because a product adds the elements of
 * a row in their order. Where there are many classes, the block of {@value #BLOCK} is found first,
 * by the blocks' sums, then the class inside it.
 *
 * <p>A class is found by the number of sums below the threshold. Where the last class always has
 * weight, its own sum is not needed: what no other reaches is its. Where it may have none, the
 * threshold is a part of the last sum, which so reaches it however it is rounded; and a class of
 * weight zero is never found, because the first sum that reaches a threshold above zero lies above
 * the sum before it.
 */
final class Inversion {
  /** Classes of a block: whole vectors, so that a block's sum does not depend on its place. */
  private static final int BLOCK = 16;

  /** Up to so many classes need no blocks. */
  private static final int FEW = 2 * BLOCK;

  private final OnnxOps ops;

  Inversion(OnnxOps ops) {
    this.ops = ops;
  }

  /** Float32 [N, 1], as {@link TensorOps#invert} says. */
  OnnxValue of(OnnxValue weights, OnnxValue u, boolean lastMayBeZero) {
    int classes = (int) weights.shape().length(-1);
    if (classes <= FEW) {
      OnnxValue sums = sums(weights, lastMayBeZero);
      return ops.sum(ops.less(sums, threshold(sums, u, lastMayBeZero)), -1, true);
    }
    int blocks = (classes + BLOCK - 1) / BLOCK;
    OnnxValue inBlocks =
        ops.reshape(ops.padded(weights, blocks * BLOCK - classes), -1, blocks, BLOCK);
    OnnxValue sums = sums(ops.sum(inBlocks, -1, false), lastMayBeZero);
    OnnxValue threshold = threshold(sums, u, lastMayBeZero);
    OnnxValue isBefore = ops.less(sums, threshold);
    OnnxValue block = ops.sum(isBefore, -1, true);
    OnnxValue before = ops.max(ops.mul(sums, isBefore), -1, true);

    OnnxValue own = ops.pickRows(inBlocks, ops.reshape(ops.toLong(block), -1));
    OnnxValue ownSums = sums(own, true);
    // the sum of the block's own classes may round to less than what the blocks' sums leave to it
    OnnxValue rest = ops.min(ops.sub(threshold, before), last(ownSums));
    OnnxValue first = ops.mul(block, ops.constant(new float[] {BLOCK}, 1, 1));
    return ops.add(first, ops.sum(ops.less(ownSums, rest), -1, true));
  }

  private OnnxValue threshold(OnnxValue sums, OnnxValue u, boolean lastMayBeZero) {
    return lastMayBeZero ? ops.mul(u, last(sums)) : u;
  }

  /** The running sums, that of the last class only where it is asked for. */
  private OnnxValue sums(OnnxValue x, boolean withLast) {
    int length = (int) x.shape().length(-1);
    int columns = withLast ? length : length - 1;
    float[] triangle = new float[length * columns];
    for (int row = 0; row < columns; row++) {
      Arrays.fill(triangle, row * columns + row, (row + 1) * columns, 1);
    }
    return ops.matmul(x, ops.constant(triangle, length, columns));
  }

  private OnnxValue last(OnnxValue sums) {
    long length = sums.shape().length(-1);
    return ops.slice(sums, -1, length - 1, length);
  }
}
