package io.flowstan.trainer.network;

import io.flowstan.codec.Head;
import io.flowstan.trainer.tensor.TensorOps;

/**
 * Draws from the heads by inversion of the distribution function, with uniforms that come from
 * outside: the same uniforms give the same flow.
 *
 * @param <T> the back end's tensor
 */
final class Sampler<T> implements Drawer<T> {
  /** Uniforms that one flow consumes: input {@code uniforms}, float32 [N, UNIFORMS]. */
  static final int UNIFORMS = 24;

  private final TensorOps<T> ops;
  private final LogisticMixture<T> logistic;
  private final T uniforms;
  private int used;

  Sampler(TensorOps<T> ops, T uniforms) {
    this.ops = ops;
    this.logistic = new LogisticMixture<>(ops);
    this.uniforms = uniforms;
  }

  @Override
  public T pick(Head head, T logits, T applies) {
    T none = ops.constant(new float[] {-1}, 1, 1);
    return whole(ops.where(applies, draw(head, logits), none));
  }

  @Override
  public T pick(Head head, T logits) {
    return whole(draw(head, logits));
  }

  @Override
  public Drawn<T> number(Head head, T logits, T listed, Mixture<T> mixture) {
    T index = whole(draw(head, logits));
    T component = whole(ops.invert(ops.softmax(mixture.logits()), next(), false));
    T tail = logistic.draw(mixture, component, next());
    T ownValue = ops.gatherRows(listed, index);
    // the placeholder behind the listed values is -1: below every number
    T isTail = ops.less(ownValue, ops.constant(new float[] {-0.5f}, 1, 1));
    T value = ops.where(isTail, tail, ownValue);
    return new Drawn<>(index, value, ops.log(ops.max(value, ops.constant(new float[] {1}, 1, 1))));
  }

  @Override
  public T portInBin(Head head, PortBin<T> bin) {
    return ops.add(bin.first(), ops.floor(ops.mul(next(), bin.ports())));
  }

  /** A class of {@code head}, float32 [N, 1]. */
  private T draw(Head head, T logits) {
    T open = RuleTables.mayRuleOut(head) ? RuleTables.floored(ops, logits) : logits;
    return ops.invert(ops.softmax(open), next(), RuleTables.mayRuleOutLast(head));
  }

  /** A class, float32 [N, 1], as int64 [N]. */
  private T whole(T index) {
    return ops.reshape(ops.toLong(index), -1);
  }

  /** Number of uniforms used so far. */
  int used() {
    return used;
  }

  private T next() {
    T u = ops.slice(uniforms, 1, used, used + 1L);
    used++;
    return u;
  }
}
