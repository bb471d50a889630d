package io.flowstan.trainer.forest;

import org.tribuo.common.tree.LeafNode;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/** A random forest that tells a number: the mean of its trees' means. */
public final class NumberForest {
  private final Grove grove;

  private NumberForest(Grove grove) {
    this.grove = grove;
  }

  /**
   * Learns from {@code rows}, float64 [rows, features].
   *
   * @param numbers the number of each row
   */
  public static NumberForest train(
      double[][] rows, double[] numbers, ForestSettings settings, long seed) {
    return new NumberForest(
        Grove.grow(
            rows,
            row -> new Regressor("number", numbers[row]),
            new RegressionFactory(),
            treeSeed ->
                new CARTJointRegressionTrainer(
                    settings.maxDepth(),
                    settings.minLeafRows(),
                    0,
                    settings.featureShare(),
                    new MeanSquaredError(),
                    false,
                    treeSeed),
            (LeafNode<Regressor> leaf) -> leaf.getOutput().getValues(),
            settings,
            seed));
  }

  /** The number of {@code row}. */
  public double predict(double[] row) {
    double[] mean = new double[1];
    grove.mean(row, mean);
    return mean[0];
  }
}
