package io.flowstan.trainer.network;

import io.flowstan.codec.Head;
import io.flowstan.codec.TargetColumns;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Weighs given flows: the log-likelihood of each head's value, in nats.
 *
 * @param <T> the back end's tensor
 */
final class Scorer<T> implements Drawer<T> {
  private final TensorOps<T> ops;
  private final NetworkShape shape;
  private final LogisticMixture<T> logistic;
  private final T targets;
  private final T numbers;
  private final Map<Head, T> logLikelihood = new EnumMap<>(Head.class);

  /**
   * @param targets int64 [N, 14], see {@link TargetColumns}
   * @param numbers float32 [N, 12], see {@link TargetColumns}
   */
  Scorer(TensorOps<T> ops, NetworkShape shape, T targets, T numbers) {
    this.ops = ops;
    this.shape = shape;
    this.logistic = new LogisticMixture<>(ops);
    this.targets = targets;
    this.numbers = numbers;
  }

  @Override
  public T pick(Head head, T logits, T applies) {
    add(head, ops.mul(logLikelihood(head, logits), applies));
    return target(head);
  }

  @Override
  public T pick(Head head, T logits) {
    add(head, logLikelihood(head, logits));
    return target(head);
  }

  /** Of the given class, float32 [N, 1]; that of the first one where none is given. */
  private T logLikelihood(Head head, T logits) {
    T target = target(head);
    T column = ops.reshape(target, -1, 1);
    T known = ops.toLong(ops.max(ops.toFloat(column), ops.constant(new float[] {0}, 1, 1)));
    T all = ops.logSoftmax(logits);
    if (shape.hasEscape(head)) {
      double escape = shape.codec().escapeProbability();
      T kept = ops.add(all, ops.constant(new float[] {(float) Math.log1p(-escape)}, 1, 1));
      T zeros = ops.mul(ops.slice(all, 1, 0, 1), ops.constant(new float[] {0}, 1, 1));
      T last = ops.add(zeros, ops.constant(new float[] {(float) Math.log(escape)}, 1, 1));
      all = ops.concat(1, List.of(kept, last));
    }
    return ops.gatherElements(all, known);
  }

  @Override
  public Drawn<T> number(Head head, T logits, T listed, Mixture<T> mixture) {
    T index = target(head);
    int first = TargetColumns.firstNumber(head);
    T value = ops.slice(numbers, 1, first, first + 1L);
    T ln = ops.slice(numbers, 1, first + 1L, first + 2L);
    T lnStep = ops.slice(numbers, 1, first + 2L, first + 3L);
    T all = ops.logSoftmax(logits);
    int last = shape.classes(head) - 1;
    T own = ops.gatherElements(all, ops.reshape(index, -1, 1));
    T at = ops.reshape(ops.toFloat(index), -1, 1);
    T isTail = ops.equal(at, ops.constant(new float[] {last}, 1, 1));
    T isReached = ops.lessOrEqual(ops.constant(new float[] {shape.firstReached(head)}, 1, 1), at);
    // outside the mixture's support its formula is still finite; it is weighed by zero there
    T lowest = ops.add(ops.mul(ln, scalarZero()), ops.log(mixture.lo()));
    T tail =
        ops.add(
            ops.slice(all, 1, last, last + 1L),
            logistic.logProbability(mixture, ops.where(isReached, ln, lowest), lnStep));
    T listedTerm = ops.where(isReached, logistic.logAddExp(own, tail), own);
    add(head, ops.where(isTail, tail, listedTerm));
    return new Drawn<>(index, value, ln);
  }

  @Override
  public T portInBin(Head head, PortBin<T> bin) {
    add(head, ops.neg(ops.mul(bin.isDrawn(), ops.log(bin.ports()))));
    return ops.mul(bin.isDrawn(), bin.first());
  }

  /** Log-likelihood per head, float32 [N, 1] each. */
  T logLikelihood(Head head) {
    T value = logLikelihood.get(head);
    if (value == null) {
      throw new IllegalStateException("head " + head.title() + " was not scored");
    }
    return value;
  }

  /** Log-likelihoods of all heads in order: float32 [N, 14]. */
  T all() {
    List<T> columns = new ArrayList<>();
    for (Head head : Head.values()) {
      columns.add(logLikelihood(head));
    }
    return ops.concat(1, columns);
  }

  private T scalarZero() {
    return ops.constant(new float[] {0}, 1, 1);
  }

  private T target(Head head) {
    return ops.reshape(ops.slice(targets, 1, head.column(), head.column() + 1L), -1);
  }

  private void add(Head head, T value) {
    logLikelihood.merge(head, value, ops::add);
  }
}
