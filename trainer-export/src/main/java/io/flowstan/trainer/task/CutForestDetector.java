package io.flowstan.trainer.task;

import com.amazon.randomcutforest.RandomCutForest;
import io.flowstan.trainer.metric.twosample.Standardisation;

/**
 * A robust random cut forest (Guha et al., ICML 2016): the score is how much a flow's features,
 * standardised, would deepen the trees of usual flows. 50 trees of 256 flows each.
 */
final class CutForestDetector implements AnomalyDetector {
  private static final int TREES = 50;
  private static final int FLOWS_PER_TREE = 256;

  private final Standardisation scale;
  private final RandomCutForest forest;

  CutForestDetector(double[][] usual, long seed) {
    scale = Standardisation.of(usual);
    forest =
        RandomCutForest.builder()
            .dimensions(FlowContext.WIDTH)
            .shingleSize(1)
            .numberOfTrees(TREES)
            .sampleSize(FLOWS_PER_TREE)
            .timeDecay(0)
            .parallelExecutionEnabled(false)
            .randomSeed(seed)
            .build();
    for (double[] row : usual) {
      forest.update(standardised(row));
    }
  }

  @Override
  public double score(double[] row) {
    return forest.getAnomalyScore(standardised(row));
  }

  private float[] standardised(double[] row) {
    double[] copy = row.clone();
    scale.apply(new double[][] {copy});
    float[] point = new float[copy.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) copy[i];
    }
    return point;
  }
}
