package io.flowstan.trainer.optimise;

/**
 * Clipping by the global norm (Pascanu et al., arXiv:1211.5063): a gradient longer than {@code
 * maxNorm} is scaled down to that length, its direction kept.
 */
record GradientClipping(double maxNorm) {
  GradientClipping {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("maxNorm = " + maxNorm + ": expected > 0");
    }
  }

  /** The factor for a gradient of length {@code norm}. */
  double factor(double norm) {
    return norm > maxNorm ? maxNorm / norm : 1;
  }
}
