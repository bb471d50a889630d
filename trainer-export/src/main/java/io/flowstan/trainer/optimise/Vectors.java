package io.flowstan.trainer.optimise;

/**
 * The numbers of a run, float32, all of one length.
 *
 * @param weights as the last step left them
 * @param firstMoment of AdamW
 * @param secondMoment of AdamW
 * @param average the moving average of the weights
 * @param best the average at the best validation
 */
record Vectors(
    float[] weights, float[] firstMoment, float[] secondMoment, float[] average, float[] best) {
  static final int COUNT = 5;

  /** Where a run begins. */
  static Vectors beginning(float[] initial) {
    int size = initial.length;
    return new Vectors(initial, new float[size], new float[size], initial, new float[size]);
  }

  float[][] inOrder() {
    return new float[][] {weights, firstMoment, secondMoment, average, best};
  }

  static Vectors of(float[][] inOrder) {
    return new Vectors(inOrder[0], inOrder[1], inOrder[2], inOrder[3], inOrder[4]);
  }
}
