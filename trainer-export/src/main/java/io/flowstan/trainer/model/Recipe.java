package io.flowstan.trainer.model;

import io.flowstan.codec.Memory;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;
import io.flowstan.trainer.network.LeftOut;

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
 * @param leftOut what the network is not shown
 * @param width of the network's layers, relative to the shipped ones
 */
public record Recipe(
    long seed,
    int batch,
    Memory memory,
    ContextNoise noise,
    double dropout,
    int octetWeight,
    boolean calibrated,
    LeftOut leftOut,
    double width) {
  private static final ContextNoise NOISE = new ContextNoise(0.1, 0.15, 0.35, 0.5);

  private static final double DROPOUT = 0.2;

  private static final int OCTET_WEIGHT = 1_000;

  /** The recipe of {@code train}. */
  public static Recipe standard(long seed, int batch, Memory memory) {
    return new Recipe(seed, batch, memory, NOISE, DROPOUT, OCTET_WEIGHT, true, LeftOut.NOTHING, 1);
  }

  /** The same without the rate's correction, which costs three days of free running. */
  public Recipe uncalibrated() {
    return new Recipe(seed, batch, memory, noise, dropout, octetWeight, false, leftOut, width);
  }

  /** The same with nothing hidden, blurred, mistaken or dropped: it learns its hosts by heart. */
  public Recipe byHeart() {
    return new Recipe(
        seed, batch, memory, ContextNoise.NONE, 0, octetWeight, calibrated, leftOut, width);
  }

  /** The same, of a network that is not shown {@code part}. */
  public Recipe without(LeftOut part) {
    return new Recipe(seed, batch, memory, noise, dropout, octetWeight, calibrated, part, width);
  }

  /** The same, of a network whose layers are {@code factor} times as wide as the shipped ones. */
  public Recipe ofWidth(double factor) {
    return new Recipe(
        seed, batch, memory, noise, dropout, octetWeight, calibrated, leftOut, factor);
  }
}
