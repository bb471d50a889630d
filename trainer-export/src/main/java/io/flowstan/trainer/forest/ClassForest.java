package io.flowstan.trainer.forest;

import java.util.Map;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.LeafNode;

/** A random forest that tells classes: the mean of its trees' class shares. */
public final class ClassForest {
  private final Grove grove;
  private final int classCount;

  private ClassForest(Grove grove, int classCount) {
    this.grove = grove;
    this.classCount = classCount;
  }

  /**
   * Learns from {@code rows}, float64 [rows, features].
   *
   * @param classes the class of each row, 0 to {@code classCount} - 1
   */
  public static ClassForest train(
      double[][] rows, int[] classes, int classCount, ForestSettings settings, long seed) {
    Label[] labels = new Label[classCount];
    for (int i = 0; i < classCount; i++) {
      labels[i] = new Label(Integer.toString(i));
    }
    Grove grove =
        Grove.grow(
            rows,
            row -> labels[classes[row]],
            new LabelFactory(),
            treeSeed ->
                new CARTClassificationTrainer(
                    settings.maxDepth(),
                    settings.minLeafRows(),
                    0,
                    settings.featureShare(),
                    new GiniIndex(),
                    treeSeed),
            leaf -> shares(leaf, labels),
            settings,
            seed);
    return new ClassForest(grove, classCount);
  }

  /** The probability of each class given {@code row}; of classes that were never seen it is 0. */
  public double[] probabilities(double[] row) {
    double[] probabilities = new double[classCount];
    grove.mean(row, probabilities);
    return probabilities;
  }

  /** The likeliest class of {@code row}, the first one of equals. */
  public int likeliest(double[] row) {
    double[] probabilities = probabilities(row);
    int best = 0;
    for (int i = 1; i < classCount; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double[] shares(LeafNode<Label> leaf, Label[] labels) {
    Map<String, Label> distribution = leaf.getDistribution();
    double[] shares = new double[labels.length];
    for (int i = 0; i < shares.length; i++) {
      Label label = distribution.get(labels[i].getLabel());
      shares[i] = label == null ? 0 : label.getScore();
    }
    return shares;
  }
}
