package io.flowstan.trainer.metric.twosample;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.forest.ClassForest;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classifier two-sample test (Lopez-Paz and Oquab, ICLR 2017, arXiv 1610.06545): a random
 * forest learns to tell 1, 2 or 5 consecutive flows of one table from those of the other, and is
 * asked about hosts that it has not seen. 0.5 is chance, 1 is certainty.
 *
 * <p>Windows are drawn so that all hosts count alike: drawn by flows, a few busy hosts decide, and
 * recorded tables are up to .29 from chance.
 *
 * <p>It learns on one half of the hosts and is asked about the other, then the other way round; the
 * figure is the mean of the two areas. The statistic is the area under the ROC curve in place of
 * the paper's accuracy, which needs no threshold.
 */
public final class TwoSampleMetric implements Metric {
  /** Windows drawn from each table for learning, and again for asking, in each direction. */
  static final int WINDOWS = 8_000;

  /** Sized so that both directions of 5 rows take about five seconds on one core, of 1 row 1.3. */
  static final ForestSettings FOREST = new ForestSettings(36, 3_000, 12, 5, .3f, 64);

  private static final int[] LENGTHS = {1, 2, 5};
  private static final double BAR = .02;

  private final int windows;
  private final ForestSettings forest;

  /** The test as reports have it. */
  public TwoSampleMetric() {
    this(WINDOWS, FOREST);
  }

  /** The test at another size; {@code windows} are drawn from each table to learn, and to ask. */
  public TwoSampleMetric(int windows, ForestSettings forest) {
    this.windows = windows;
    this.forest = forest;
  }

  @Override
  public String name() {
    return "c2st";
  }

  @Override
  public List<Figure> figures() {
    return Arrays.stream(LENGTHS)
        .mapToObj(
            length ->
                new Figure(
                    key(length),
                    "classifier, " + length + (length == 1 ? " row" : " rows"),
                    "AUC",
                    .5,
                    BAR,
                    true))
        .toList();
  }

  @Override
  public Map<String, Double> compare(FlowTable real, FlowTable other, long seed) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int length : LENGTHS) {
      curves(real, other, length, seed).stream()
          .mapToDouble(RocCurve::auc)
          .average()
          .ifPresent(auc -> figures.put(key(length), auc));
    }
    return figures;
  }

  /**
   * The ROC curves of {@code length} consecutive rows, one for each half of the hosts that was
   * asked about; positives are of {@code other}. None where a half has no host with as many rows.
   */
  public List<RocCurve> curves(FlowTable real, FlowTable other, int length, long seed) {
    HostHalves halves = HostHalves.of(real, other, CounterRandom.subKey(seed, 0));
    for (int half = 0; half < 2; half++) {
      if (!RowFeatures.has(halves.real().get(half), length)
          || !RowFeatures.has(halves.other().get(half), length)) {
        return List.of();
      }
    }
    long key = CounterRandom.subKey(seed, length);
    List<RocCurve> curves = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      long halfKey = CounterRandom.subKey(key, half);
      ClassForest judge = learn(halves.real().get(half), halves.other().get(half), length, halfKey);
      FlowTable askedReal = halves.real().get(1 - half);
      FlowTable askedOther = halves.other().get(1 - half);
      curves.add(
          RocCurve.of(
              ask(judge, askedReal, length, CounterRandom.subKey(halfKey, 3)),
              ask(judge, askedOther, length, CounterRandom.subKey(halfKey, 4))));
    }
    return curves;
  }

  private ClassForest learn(FlowTable real, FlowTable other, int length, long key) {
    double[][] rows = new double[2 * windows][];
    System.arraycopy(
        RowFeatures.drawByHost(real, length, windows, CounterRandom.subKey(key, 0)),
        0,
        rows,
        0,
        windows);
    System.arraycopy(
        RowFeatures.drawByHost(other, length, windows, CounterRandom.subKey(key, 1)),
        0,
        rows,
        windows,
        windows);
    int[] classes = new int[2 * windows];
    Arrays.fill(classes, windows, 2 * windows, 1);
    return ClassForest.train(rows, classes, 2, forest, CounterRandom.subKey(key, 2));
  }

  private double[] ask(ClassForest judge, FlowTable table, int length, long key) {
    return Arrays.stream(RowFeatures.drawByHost(table, length, windows, key))
        .mapToDouble(row -> judge.probabilities(row)[1])
        .toArray();
  }

  private static String key(int length) {
    return "c2st.auc-" + length;
  }
}
