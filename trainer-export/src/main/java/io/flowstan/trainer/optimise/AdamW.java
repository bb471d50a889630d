package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * AdamW on one flat vector, in place (Loshchilov and Hutter, arXiv:1711.05101; Adam:
 * arXiv:1412.6980).
 *
 * <pre>
 * m = b1 m + (1 - b1) g,   v = b2 v + (1 - b2) g^2
 * w = w - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps) - lr decay w
 * </pre>
 */
final class AdamW {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDArray firstMoment;
  private final NDArray secondMoment;
  private final double weightDecay;

  /** The moments are float32 [size], zero at the beginning, and are changed in place. */
  AdamW(NDArray firstMoment, NDArray secondMoment, double weightDecay) {
    this.firstMoment = firstMoment;
    this.secondMoment = secondMoment;
    this.weightDecay = weightDecay;
  }

  /**
   * Moves {@code weights} by the {@code step}-th (from 1) gradient; both are float32 [size]. What
   * is in between belongs to {@code scope}.
   */
  void update(NDArray weights, NDArray gradient, long step, double learningRate, NDManager scope) {
    firstMoment.muli(BETA1).addi(gradient.mul(1 - BETA1));
    secondMoment.muli(BETA2).addi(gradient.mul(gradient).muli(1 - BETA2));
    NDArray deviation = secondMoment.div(1 - Math.pow(BETA2, (double) step));
    deviation.attach(scope);
    NDArray move = firstMoment.mul(learningRate / (1 - Math.pow(BETA1, (double) step)));
    move.attach(scope);
    if (weightDecay > 0) {
      weights.muli(1 - learningRate * weightDecay);
    }
    weights.subi(move.divi(deviation.sqrt().addi(EPSILON)));
  }

  float[] firstMoment() {
    return firstMoment.toFloatArray();
  }

  float[] secondMoment() {
    return secondMoment.toFloatArray();
  }
}
