package io.flowstan.trainer.stan;

import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Weighs given flows, attribute by attribute.
 *
 * <p>A class has its log-probability. A magnitude has ln(density times width of its whole number's
 * cell), as STAN is trained by densities; the mixtures are given beside, so that what they give a
 * whole number can be computed exactly ({@link MixtureCells}).
 *
 * @param <T> the back end's tensor
 */
final class StanScorer<T> {
  /** Columns of a flow's mixtures: ln weights, means and deviations of each magnitude. */
  static final int MIXTURE_COLUMNS = StanNumber.values().length * 3 * StanNumber.COMPONENTS;

  private static final float HALF_LN_TWO_PI = (float) (0.5 * Math.log(2 * Math.PI));

  private final TensorOps<T> ops;
  private final StanNetwork<T> network;
  private final List<T> logLikelihoods = new ArrayList<>();
  private final List<T> mixtures = new ArrayList<>();

  StanScorer(TensorOps<T> ops, StanShape shape) {
    this.ops = ops;
    this.network = new StanNetwork<>(ops, shape);
  }

  /**
   * Weighs N flows.
   *
   * @param previous float32 [N, 5, 16]
   * @param row float32 [N, 16]
   * @param targets int64 [N, 9]: the classes in the order of drawing
   * @param lnWidths float32 [N, 4]: ln of the cells' widths in the order of drawing
   */
  void run(T previous, T row, T targets, T lnWidths) {
    int target = 0;
    int width = 0;
    for (StanAttribute attribute : StanAttribute.values()) {
      T outputs = network.outputs(attribute, previous, row);
      StanNumber number = attribute.number();
      if (number == null) {
        T own = ops.slice(targets, 1, target, target + 1L);
        logLikelihoods.add(ops.gatherElements(ops.logSoftmax(outputs), own));
        target++;
      } else {
        T value = ops.slice(row, 1, attribute.column(), attribute.column() + 1L);
        StanNetwork.Mixture<T> mixture = network.mixture(number, outputs);
        T lnWidth = ops.slice(lnWidths, 1, width, width + 1L);
        logLikelihoods.add(ops.add(logDensity(mixture, value), lnWidth));
        mixtures.addAll(List.of(mixture.lnWeights(), mixture.means(), mixture.deviations()));
        width++;
      }
    }
  }

  /** Of one attribute: float32 [N, 1]. */
  T logLikelihood(StanAttribute attribute) {
    return logLikelihoods.get(attribute.place());
  }

  /** Of all attributes in order: float32 [N, 13]. */
  T all() {
    return ops.concat(1, logLikelihoods);
  }

  /** Float32 [N, 120]: delta-t, packets, bytes, duration, each ln weights, means, deviations. */
  T mixtures() {
    return ops.concat(1, mixtures);
  }

  /** ln(sum of w_k N(x; m_k, s_k)). */
  private T logDensity(StanNetwork.Mixture<T> mixture, T value) {
    T z = ops.div(ops.sub(value, mixture.means()), mixture.deviations());
    T half = ops.constant(new float[] {-0.5f}, 1);
    T terms =
        ops.sub(
            ops.add(mixture.lnWeights(), ops.mul(ops.mul(z, z), half)),
            ops.add(ops.log(mixture.deviations()), ops.constant(new float[] {HALF_LN_TWO_PI}, 1)));
    T top = ops.max(terms, -1, true);
    return ops.add(top, ops.log(ops.sum(ops.exp(ops.sub(terms, top)), -1, true)));
  }
}
