package io.flowstan.trainer.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tribuo.Output;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;

/** A decision tree as arrays: asked about a row without making an object of it. */
final class FlatTree {
  private static final int LEAF = -1;

  /** By node: the feature it splits on, or {@link #LEAF}. */
  private final int[] features;

  private final double[] thresholds;

  /** By node: where rows go that are at most the threshold. */
  private final int[] below;

  /** By node: where rows go that are above the threshold. */
  private final int[] above;

  private final double[][] leaves;

  private FlatTree(int nodes) {
    features = new int[nodes];
    thresholds = new double[nodes];
    below = new int[nodes];
    above = new int[nodes];
    leaves = new double[nodes][];
  }

  static <T extends Output<T>> FlatTree of(Node<T> root, Function<LeafNode<T>, double[]> leaf) {
    List<Node<T>> nodes = new ArrayList<>();
    nodes.add(root);
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof SplitNode<T> split) {
        nodes.add(split.getLessThanOrEqual());
        nodes.add(split.getGreaterThan());
      }
    }
    FlatTree tree = new FlatTree(nodes.size());
    int next = 1;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof SplitNode<T> split) {
        tree.features[i] = split.getFeatureID();
        tree.thresholds[i] = split.splitValue();
        tree.below[i] = next++;
        tree.above[i] = next++;
      } else {
        tree.features[i] = LEAF;
        tree.leaves[i] = leaf.apply((LeafNode<T>) nodes.get(i));
      }
    }
    return tree;
  }

  /** What stands in the leaf of {@code row}; not to be changed. */
  double[] leaf(double[] row) {
    int node = 0;
    while (features[node] != LEAF) {
      node = row[features[node]] > thresholds[node] ? above[node] : below[node];
    }
    return leaves[node];
  }
}
