package io.flowstan.trainer.network;

import io.flowstan.codec.Head;
import io.flowstan.trainer.tensor.TensorOps;

/**
 * What a head's distribution is used for: to draw from it ({@link Sampler}) or to weigh a given
 * value ({@link Scorer}). The network is written once against this port.
 *
 * @param <T> the back end's tensor
 */
interface Drawer<T> {
  /**
   * A class.
   *
   * @param logits float32 [N, C], masked classes at {@link FlowNetwork#MASKED}
   * @param applies float32 [N, 1], 1 where the head applies, else 0
   * @return int64 [N]: the class; -1 where the head does not apply
   */
  T pick(Head head, T logits, T applies);

  /**
   * A class of a head that always applies.
   *
   * @param logits float32 [N, C], masked classes at {@link FlowNetwork#MASKED}
   * @return int64 [N]: the class
   */
  T pick(Head head, T logits);

  /**
   * A whole number that is one of some listed values, or comes from a discretised mixture of
   * logistics over the logarithm, truncated to bounds. Where the mixture also reaches listed values
   * ({@link NetworkShape#firstReached}), both ways add up.
   *
   * @param logits float32 [N, C + 1]: listed values, then the mixture
   * @param listed the listed values [C + 1, 1], the last a placeholder
   */
  Drawn<T> number(Head head, T logits, T listed, Mixture<T> mixture);

  /**
   * A port of a bin, uniform inside it.
   *
   * @return float32 [N, 1]: the port, 0 where no bin was drawn
   */
  T portInBin(Head head, PortBin<T> bin);

  /**
   * A bin of ports.
   *
   * @param isDrawn float32 [N, 1], 1 where a bin was drawn, else 0
   * @param first float32 [N, 1], its first port; 0 where none was drawn
   * @param ports float32 [N, 1], its number of ports; 1 where none was drawn
   */
  record PortBin<T>(T isDrawn, T first, T ports) {}

  /**
   * A number drawn.
   *
   * @param index int64 [N], the listed value's class or C
   * @param value float32 [N, 1], the number
   * @param ln float32 [N, 1], ln of the number, 0 for 0
   */
  record Drawn<T>(T index, T value, T ln) {}

  /**
   * A discretised mixture of logistics.
   *
   * @param logits float32 [N, K]
   * @param isShared whether all flows share the components, and only their weights differ
   * @param centre float32 [N, K], or [1, K] where they are shared, in ln of the number less {@code
   *     shift}
   * @param lnScale float32, of the same shape
   * @param shift float32 [N, 1] or [1, 1]
   * @param lo float32 [N, 1] or [1, 1], smallest number, at least 1
   * @param hi float32, largest number
   */
  record Mixture<T>(T logits, boolean isShared, T centre, T lnScale, T shift, T lo, T hi) {
    /** A component's share below the largest number, at least: finite logarithms. */
    private static final float LEAST_SHARE = 1e-30f;

    /**
     * The same with each component as likely as its numbers up to the largest one are: what lies
     * above it goes to components that lie below it.
     */
    Mixture<T> bounded(TensorOps<T> ops) {
      T at = ops.div(ops.sub(ops.sub(ops.log(hi), shift), centre), ops.exp(lnScale));
      T share = ops.max(ops.sigmoid(at), ops.constant(new float[] {LEAST_SHARE}, 1, 1));
      return with(ops.add(logits, ops.log(share)));
    }

    /**
     * The same with numbers above exp({@code from}) leant to: each component as far as its numbers
     * are.
     *
     * @param tilt float32 [N, 1], nats
     */
    Mixture<T> tilted(TensorOps<T> ops, float from, T tilt) {
      T above = ops.sub(ops.add(centre, shift), ops.constant(new float[] {from}, 1, 1));
      T share = ops.sigmoid(ops.div(above, ops.exp(lnScale)));
      return with(ops.add(logits, ops.mul(tilt, share)));
    }

    private Mixture<T> with(T others) {
      return new Mixture<>(others, isShared, centre, lnScale, shift, lo, hi);
    }
  }
}
