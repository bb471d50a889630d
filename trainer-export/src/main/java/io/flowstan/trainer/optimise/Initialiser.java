package io.flowstan.trainer.optimise;

import io.flowstan.random.CounterRandom;

/**
 * How the first values of a parameter are drawn: from the seed and the parameter's own name, so
 * that a parameter more or less leaves the others' values as they were.
 *
 * <p>Shapes are read as {@code [..., in, out]}: the fan-in is the product of all lengths but the
 * last, the fan-out is the last.
 */
public sealed interface Initialiser {
  Initialiser ZEROS = new Constant(0);

  /**
   * Uniform with variance 2 / fan-in, for layers followed by a rectifier (He et al.,
   * arXiv:1502.01852).
   */
  Initialiser HE_UNIFORM = new Uniform(6, 0);

  /** Uniform with variance 2 / (fan-in + fan-out) (Glorot and Bengio, AISTATS 2010). */
  Initialiser GLOROT_UNIFORM = new Uniform(6, 1);

  /** The value at {@code index} (row-major) of a parameter of {@code shape}, by the stream key. */
  float value(long key, int index, long[] shape);

  static Initialiser normal(double standardDeviation) {
    return new Normal(standardDeviation);
  }

  /** Every value the same. */
  record Constant(float value) implements Initialiser {
    @Override
    public float value(long key, int index, long[] shape) {
      return value;
    }
  }

  /** Uniform on plus or minus sqrt(scale / (fan-in + fanOutWeight * fan-out)). */
  record Uniform(double scale, double fanOutWeight) implements Initialiser {
    @Override
    public float value(long key, int index, long[] shape) {
      long fanOut = shape.length == 0 ? 1 : shape[shape.length - 1];
      double fanIn = HostTensor.size(shape) / (double) fanOut;
      double bound = Math.sqrt(scale / (fanIn + fanOutWeight * fanOut));
      return (float) (bound * (2 * CounterRandom.uniformDouble(key, index) - 1));
    }
  }

  /** Normal with mean 0, by Box and Muller's transform of two uniforms per value. */
  record Normal(double standardDeviation) implements Initialiser {
    public Normal {
      if (!(standardDeviation >= 0) || Double.isInfinite(standardDeviation)) {
        throw new IllegalArgumentException(
            "standardDeviation = " + standardDeviation + ": expected a finite number >= 0");
      }
    }

    @Override
    public float value(long key, int index, long[] shape) {
      double radius = Math.sqrt(-2 * Math.log(1 - CounterRandom.uniformDouble(key, 2L * index)));
      double angle = 2 * Math.PI * CounterRandom.uniformDouble(key, 2L * index + 1);
      return (float) (standardDeviation * radius * Math.cos(angle));
    }
  }
}
