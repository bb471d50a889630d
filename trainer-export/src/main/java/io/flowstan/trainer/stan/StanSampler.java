package io.flowstan.trainer.stan;

import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws rows, attribute by attribute, each network run once; the random numbers come from outside.
 *
 * <p>As in STAN's code a magnitude out of its range is drawn again up to 11 times; then it is the
 * bound that it is beyond, where the code has 0. Both are counted.
 *
 * @param <T> the back end's tensor
 */
final class StanSampler<T> {
  /** Draws of a magnitude at most. */
  static final int TRIES = 12;

  /** Random numbers of a magnitude's tries. */
  static final int NORMALS = StanNumber.values().length * TRIES;

  /** Uniforms of a flow: one a class, one more a port, one a try. */
  static final int UNIFORMS = StanAttribute.CLASSES + 2 + NORMALS;

  /** Where exp still is finite in float32. */
  private static final float MOST_LN = 60;

  private final TensorOps<T> ops;
  private final StanNetwork<T> network;
  private final T uniforms;
  private final T normals;
  private int usedUniforms;
  private int usedNormals;
  private final List<T> values = new ArrayList<>();
  private final List<T> redraws = new ArrayList<>();

  /** The columns of the row under way, 0 where nothing is drawn yet. */
  private final List<T> columns;

  /**
   * @param uniforms float32 [N, UNIFORMS] on [0, 1)
   * @param normals float32 [N, NORMALS], standard normal
   */
  StanSampler(TensorOps<T> ops, StanShape shape, T uniforms, T normals) {
    this.ops = ops;
    this.network = new StanNetwork<>(ops, shape);
    this.uniforms = uniforms;
    this.normals = normals;
    T undrawn = ops.mul(ops.slice(uniforms, 1, 0, 1), scalar(0));
    this.columns = new ArrayList<>(java.util.Collections.nCopies(StanAttribute.COLUMNS, undrawn));
  }

  /**
   * Draws a row for each of N windows.
   *
   * @param previous float32 [N, 5, 16]
   */
  void run(T previous) {
    for (StanAttribute attribute : StanAttribute.values()) {
      T outputs = network.outputs(attribute, previous, row());
      StanNumber number = attribute.number();
      T value =
          number != null
              ? number(number, network.mixture(number, outputs))
              : attribute.isPort() ? port(name(outputs)) : name(outputs);
      values.add(value);
      write(attribute, value);
    }
  }

  /** The values in the order of drawing: float32 [N, 13] of whole numbers. */
  T values() {
    return ops.concat(1, values);
  }

  /** How often each magnitude was drawn again, 12 where it became a bound: float32 [N, 4]. */
  T redraws() {
    return ops.concat(1, redraws);
  }

  /** The row as far as it is drawn: float32 [N, 16]. */
  T row() {
    return ops.concat(1, columns);
  }

  /** What {@link StanRow#write} does to a value. */
  private void write(StanAttribute attribute, T value) {
    StanNumber number = attribute.number();
    int column = attribute.column();
    if (number != null) {
      T scale = number.logarithmic() ? ops.log(value) : value;
      columns.set(column, ops.mul(scale, scalar(1 / number.divisor())));
    } else if (attribute.width() == 1) {
      columns.set(column, ops.mul(value, scalar(1 / attribute.largestName())));
    } else {
      for (int name = 0; name < attribute.width(); name++) {
        columns.set(column + name, ops.equal(value, scalar(name)));
      }
    }
  }

  /** A class by inversion: float32 [N, 1]. */
  private T name(T logits) {
    T cumulated = ops.cumSum(ops.softmax(logits));
    T total = ops.max(cumulated, -1, true);
    return ops.sum(ops.lessOrEqual(cumulated, ops.mul(uniform(), total)), -1, true);
  }

  /** A port of a class: float32 [N, 1]. */
  private T port(T portClass) {
    T systemPorts = scalar(PortClasses.SYSTEM_PORTS);
    T last = scalar(PortClasses.COUNT - 1.0);
    T width =
        ops.where(
            ops.equal(portClass, last),
            scalar(PortClasses.width(PortClasses.COUNT - 1)),
            scalar(PortClasses.WIDTH));
    T bin = ops.mul(ops.sub(portClass, systemPorts), scalar(PortClasses.WIDTH));
    T inBin = ops.add(ops.add(bin, systemPorts), ops.floor(ops.mul(uniform(), width)));
    return ops.where(ops.less(portClass, systemPorts), portClass, inBin);
  }

  /** A magnitude: float32 [N, 1]. */
  private T number(StanNumber number, StanNetwork.Mixture<T> mixture) {
    T cumulated = ops.cumSum(ops.exp(mixture.lnWeights()));
    T total = ops.max(cumulated, -1, true);
    T thresholds = ops.mul(tries(uniforms, usedUniforms), total);
    usedUniforms += TRIES;
    T below =
        ops.lessOrEqual(
            ops.reshape(cumulated, -1, 1, StanNumber.COMPONENTS),
            ops.reshape(thresholds, -1, TRIES, 1));
    T component = ops.toLong(ops.sum(below, -1, false));
    T column =
        ops.add(
            ops.gatherElements(mixture.means(), component),
            ops.mul(
                ops.gatherElements(mixture.deviations(), component), tries(normals, usedNormals)));
    usedNormals += TRIES;
    T scale = ops.mul(column, scalar(number.divisor()));
    T exact = number.logarithmic() ? ops.exp(ops.min(scale, scalar(MOST_LN))) : scale;
    T whole = ops.floor(ops.add(exact, scalar(0.5)));
    T least = scalar((double) number.least());
    T most = scalar((double) number.most());
    T within = ops.mul(ops.lessOrEqual(least, whole), ops.lessOrEqual(whole, most));
    T successes = ops.cumSum(within);
    T isFirst = ops.mul(within, ops.equal(successes, scalar(1)));
    redraws.add(ops.sum(ops.less(successes, scalar(0.5)), -1, true));
    T last = ops.slice(whole, 1, TRIES - 1L, TRIES);
    T bound = ops.min(ops.max(last, least), most);
    return ops.where(ops.sum(isFirst, -1, true), ops.sum(ops.mul(whole, isFirst), -1, true), bound);
  }

  private T uniform() {
    T u = ops.slice(uniforms, 1, usedUniforms, usedUniforms + 1L);
    usedUniforms++;
    return u;
  }

  private T tries(T randoms, int from) {
    return ops.slice(randoms, 1, from, (long) from + TRIES);
  }

  private T scalar(double value) {
    return ops.constant(new float[] {(float) value}, 1, 1);
  }
}
