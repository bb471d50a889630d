package io.flowstan.trainer.network;

import io.flowstan.trainer.tensor.TensorOps;
import java.util.List;

/**
 * The discretised, truncated mixture of logistics over ln n (after Salimans et al., PixelCNN++,
 * arXiv:1701.05517, who discretise a linear scale).
 *
 * <p>With F the logistic distribution function, centre m and scale s, one component gives the whole
 * number n in [lo, hi] the probability
 *
 * <pre>(F((ln(n+1) - m)/s) - F((ln n - m)/s)) / (F((ln(hi+1) - m)/s) - F((ln lo - m)/s)).</pre>
 *
 * Both differences are computed as F(a+d) - F(a) = (1 - exp(-d)) F(a+d) F(-a), which keeps its
 * digits where d is small and where F saturates.
 *
 * @param <T> the back end's tensor
 */
final class LogisticMixture<T> {
  private final TensorOps<T> ops;

  LogisticMixture(TensorOps<T> ops) {
    this.ops = ops;
  }

  /**
   * Log-probability of given numbers.
   *
   * @param lnValue float32 [N, 1]: ln n
   * @param lnStep float32 [N, 1]: ln(n + 1) - ln n, computed in double precision by the caller
   * @return float32 [N, 1]
   */
  T logProbability(Drawer.Mixture<T> mixture, T lnValue, T lnStep) {
    T inverse = ops.exp(ops.neg(mixture.lnScale()));
    T at = ops.mul(ops.sub(ops.sub(lnValue, mixture.shift()), mixture.centre()), inverse);
    T inside = logDifference(at, ops.mul(lnStep, inverse));
    T lnLo = ops.log(mixture.lo());
    T width = ops.sub(lnAbove(mixture), lnLo);
    T from = ops.mul(ops.sub(ops.sub(lnLo, mixture.shift()), mixture.centre()), inverse);
    T total = logDifference(from, ops.mul(width, inverse));
    T terms = ops.add(ops.logSoftmax(mixture.logits()), ops.sub(inside, total));
    return logSumExp(terms);
  }

  /**
   * Draws a number from one component of each row.
   *
   * @param component int64 [N]
   * @param u float32 [N, 1], uniform on [0, 1)
   * @return float32 [N, 1], a whole number in [lo, hi]
   */
  T draw(Drawer.Mixture<T> mixture, T component, T u) {
    T centre = ops.add(of(component, mixture, mixture.centre()), mixture.shift());
    T scale = ops.exp(of(component, mixture, mixture.lnScale()));
    T from = ops.sigmoid(ops.div(ops.sub(ops.log(mixture.lo()), centre), scale));
    T to = ops.sigmoid(ops.div(ops.sub(lnAbove(mixture), centre), scale));
    T p = ops.add(from, ops.mul(u, ops.sub(to, from)));
    T bounded = ops.clip(p, 1e-6f, 1 - 1e-6f);
    T logit = ops.log(ops.div(bounded, ops.sub(scalar(1), bounded)));
    T ln = ops.min(ops.add(centre, ops.mul(scale, logit)), lnAbove(mixture));
    return ops.min(ops.max(ops.floor(ops.exp(ln)), mixture.lo()), mixture.hi());
  }

  /** What {@code values}, [N, K] or [1, K], have for the component of each row: [N, 1]. */
  private T of(T component, Drawer.Mixture<T> mixture, T values) {
    return mixture.isShared()
        ? ops.gatherRows(ops.reshape(values, -1, 1), component)
        : ops.gatherElements(values, ops.reshape(component, -1, 1));
  }

  /** ln(sum(exp(terms))) along the last axis: [N, K] to [N, 1]. */
  T logSumExp(T terms) {
    T top = ops.max(terms, -1, true);
    return ops.add(top, ops.log(ops.sum(ops.exp(ops.sub(terms, top)), -1, true)));
  }

  /** ln(exp(a) + exp(b)) of two [N, 1]. */
  T logAddExp(T a, T b) {
    return logSumExp(ops.concat(-1, List.of(a, b)));
  }

  private T lnAbove(Drawer.Mixture<T> mixture) {
    return ops.log(ops.add(mixture.hi(), scalar(1)));
  }

  /** ln(F(from + step) - F(from)) for step above 0. */
  private T logDifference(T from, T step) {
    T half = ops.tanh(ops.mul(step, scalar(0.5f)));
    // 1 - exp(-d) = 2 tanh(d/2) / (1 + tanh(d/2)), without cancellation for small d
    T gone = ops.log(ops.div(ops.mul(half, scalar(2)), ops.add(half, scalar(1))));
    return ops.add(gone, ops.add(logSigmoid(ops.add(from, step)), logSigmoid(ops.neg(from))));
  }

  private T logSigmoid(T x) {
    T magnitude = ops.max(x, ops.neg(x));
    return ops.sub(ops.min(x, scalar(0)), ops.log(ops.add(ops.exp(ops.neg(magnitude)), scalar(1))));
  }

  private T scalar(float value) {
    return ops.constant(new float[] {value}, 1, 1);
  }
}
