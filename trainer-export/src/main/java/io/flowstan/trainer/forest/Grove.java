package io.flowstan.trainer.forest;

import io.flowstan.random.CounterRandom;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.common.tree.AbstractCARTTrainer;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.dataset.DatasetView;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Trees that were each grown on a sample of the rows of their own (Breiman, "Random forests",
 * Machine Learning 45, 2001), and the mean of what they say.
 */
final class Grove {
  private final QuantileLevels levels;
  private final List<FlatTree> trees;

  private Grove(QuantileLevels levels, List<FlatTree> trees) {
    this.levels = levels;
    this.trees = trees;
  }

  /**
   * Grows trees. This does what Tribuo's RandomForestTrainer does but for the samples' size, which
   * is free here, and its log line for each tree.
   *
   * @param output what is known of a row
   * @param trainer the trainer of a seed
   * @param leaf what a leaf says
   */
  static <T extends Output<T>> Grove grow(
      double[][] rows,
      IntFunction<T> output,
      OutputFactory<T> factory,
      LongFunction<AbstractCARTTrainer<T>> trainer,
      Function<LeafNode<T>, double[]> leaf,
      ForestSettings settings,
      long seed) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("forest: no rows: expected at least one to learn from");
    }
    QuantileLevels levels = QuantileLevels.fit(rows, settings.levels());
    Dataset<T> data = data(rows, levels, output, factory);
    ImmutableFeatureMap features = data.getFeatureIDMap();
    ImmutableOutputInfo<T> outputs = data.getOutputIDInfo();
    int size = Math.min(settings.rowsPerTree(), rows.length);
    List<FlatTree> trees = new ArrayList<>();
    for (int tree = 0; tree < settings.trees(); tree++) {
      long key = CounterRandom.subKey(seed, tree);
      DatasetView<T> sample =
          DatasetView.createBootstrapView(
              data, size, CounterRandom.bits(key, 0), features, outputs);
      trees.add(
          FlatTree.of(trainer.apply(CounterRandom.bits(key, 1)).train(sample).getRoot(), leaf));
    }
    return new Grove(levels, trees);
  }

  private static <T extends Output<T>> Dataset<T> data(
      double[][] rows, QuantileLevels levels, IntFunction<T> output, OutputFactory<T> factory) {
    // Tribuo numbers features in the order of their names
    String[] names = new String[rows[0].length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "%04d".formatted(i);
    }
    List<Example<T>> examples = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      examples.add(new ArrayExample<>(output.apply(i), names, levels.of(rows[i])));
    }
    return new MutableDataset<>(
        examples, new SimpleDataSourceProvenance("rows", OffsetDateTime.MIN, factory), factory);
  }

  /** Adds up what the trees say of {@code row}, divided by their number, in {@code mean}. */
  void mean(double[] row, double[] mean) {
    double[] levelled = levels.of(row);
    for (FlatTree tree : trees) {
      double[] said = tree.leaf(levelled);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += said[i] / trees.size();
      }
    }
  }
}
