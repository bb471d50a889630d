package io.flowstan.trainer.model;

import io.flowstan.codec.Memory;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;

/**
 * How the product's model is made from flows, besides the optimiser's settings.
 *
 * @param seed of the profiles' clustering
 * @param batch flows a step, about
 * @param memory what the model may remember
 * @param noise what training hides, blurs and mistakes
 * @param dropout share of the hidden numbers that training drops
 * @param octetWeight most that a new peer's first octet counts
 * @param calibrated whether free runs correct the rate before the bundle is written
 */
public record Recipe(
    long seed,
    int batch,
    Memory memory,
    ContextNoise noise,
    double dropout,
    int octetWeight,
    boolean calibrated) {
  private static final ContextNoise NOISE = new ContextNoise(0.1, 0.15, 0.35, 0.5);

  private static final double DROPOUT = 0.2;

  private static final int OCTET_WEIGHT = 1_000;

  /** The recipe of {@code train}. */
  public static Recipe standard(long seed, int batch, Memory memory) {
    return new Recipe(seed, batch, memory, NOISE, DROPOUT, OCTET_WEIGHT, true);
  }

  /** The same without the rate's correction, which costs three days of free running. */
  public Recipe uncalibrated() {
    return new Recipe(seed, batch, memory, noise, dropout, octetWeight, false);
  }

  /** The same with nothing hidden, blurred, mistaken or dropped: it learns its hosts by heart. */
  public Recipe byHeart() {
    return new Recipe(seed, batch, memory, ContextNoise.NONE, 0, octetWeight, calibrated);
  }
}
