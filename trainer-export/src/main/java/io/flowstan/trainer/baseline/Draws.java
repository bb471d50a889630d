package io.flowstan.trainer.baseline;

import io.flowstan.random.CounterRandom;

/** The random numbers of one stream, one after the other: a key and a counter. */
final class Draws {
  private final long key;
  private long counter;

  Draws(long key) {
    this.key = key;
  }

  /** Uniform on [0, 1). */
  double uniform() {
    return CounterRandom.uniformDouble(key, counter++);
  }

  /** A whole number uniform on [0, bound), {@code 1 <= bound <= 2^53}. */
  long below(long bound) {
    return (long) (uniform() * bound);
  }

  /** Standard normal, by the transform of Box and Muller (Ann. Math. Statist. 29, 1958). */
  double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }
}
