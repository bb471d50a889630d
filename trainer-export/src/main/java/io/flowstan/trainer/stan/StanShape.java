package io.flowstan.trainer.stan;

/**
 * The sizes of each of the 13 networks.
 *
 * @param narrow channels of the first two convolutions
 * @param wide channels of the other two
 * @param dense width of the layer between the convolutions and the head
 */
record StanShape(int narrow, int wide, int dense) {
  StanShape {
    if (narrow < 1 || wide < 1 || dense < 1) {
      throw new IllegalArgumentException(
          "STAN of widths %d, %d, %d: expected at least 1 each".formatted(narrow, wide, dense));
    }
  }

  /** The published widths; with this dense layer 3.9 million parameters in all, as published. */
  static StanShape published() {
    return new StanShape(64, 128, 48);
  }
}
