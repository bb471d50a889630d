package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The exponential moving average of the weights, which is what is validated and exported.
 *
 * <p>{@code a = d a + (1 - d) w} with {@code d = min(decay, (1 + t) / (10 + t))} after step {@code
 * t} (from 1), so that the first values do not linger.
 */
final class MovingAverage {
  private final NDArray average;
  private final double decay;

  /** The average is float32 [size] and is changed in place. */
  MovingAverage(NDArray average, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay = " + decay + ": expected 0 <= decay < 1");
    }
    this.average = average;
    this.decay = decay;
  }

  /** The share of the old average that stays at {@code step} (from 1). */
  static double decayAt(double decay, long step) {
    return Math.min(decay, (1.0 + step) / (10.0 + step));
  }

  void update(NDArray weights, long step, NDManager scope) {
    double kept = decayAt(decay, step);
    NDArray share = weights.mul(1 - kept);
    share.attach(scope);
    average.muli(kept).addi(share);
  }

  NDArray array() {
    return average;
  }

  float[] values() {
    return average.toFloatArray();
  }
}
