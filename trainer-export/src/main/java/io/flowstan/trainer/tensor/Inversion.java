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
 * <p>A class of weight zero is never found: the threshold lies below the last running sum, and the
 * first sum above it is above the sum before it.
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
  OnnxValue of(OnnxValue weights, OnnxValue u) {
    int classes = (int) weights.shape().length(-1);
    if (classes <= FEW) {
      OnnxValue sums = runningSums(weights);
      return countUpTo(sums, ops.mul(u, last(sums)));
    }
    int blocks = (classes + BLOCK - 1) / BLOCK;
    OnnxValue inBlocks =
        ops.reshape(ops.padded(weights, blocks * BLOCK - classes), -1, blocks, BLOCK);
    OnnxValue sums = runningSums(ops.sum(inBlocks, -1, false));
    OnnxValue threshold = ops.mul(u, last(sums));
    OnnxValue isBefore = ops.lessOrEqual(sums, threshold);
    OnnxValue block = ops.sum(isBefore, -1, true);
    OnnxValue before = ops.max(ops.mul(sums, isBefore), -1, true);

    OnnxValue own = ops.pickRows(inBlocks, ops.toLong(ops.reshape(block, -1)));
    OnnxValue ownSums = runningSums(own);
    // the sum of the block's own classes may round to less than what the blocks' sums leave to it
    OnnxValue below = ops.mul(last(ownSums), ops.constant(new float[] {1 - 0x1p-23f}, 1, 1));
    OnnxValue rest = ops.min(ops.sub(threshold, before), below);
    OnnxValue first = ops.mul(block, ops.constant(new float[] {BLOCK}, 1, 1));
    return ops.add(first, countUpTo(ownSums, rest));
  }

  private OnnxValue runningSums(OnnxValue x) {
    int length = (int) x.shape().length(-1);
    float[] triangle = new float[length * length];
    for (int row = 0; row < length; row++) {
      Arrays.fill(triangle, row * length + row, (row + 1) * length, 1);
    }
    return ops.matmul(x, ops.constant(triangle, length, length));
  }

  private OnnxValue countUpTo(OnnxValue sums, OnnxValue threshold) {
    return ops.sum(ops.lessOrEqual(sums, threshold), -1, true);
  }

  private OnnxValue last(OnnxValue sums) {
    long length = sums.shape().length(-1);
    return ops.slice(sums, -1, length - 1, length);
  }
}
