package io.flowstan.trainer.metric.twosample;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.forest.ClassForest;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

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
 *
 * <p>Hosts that are drawn again are asked about again; the judges stay. So every host, however
 * often it was drawn, is only ever judged by the forest that has not seen it.
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
  public String method() {
    return String.format(
        Locale.ROOT,
        "A random forest (%d trees of %,d rows, depth %d) learns from %,d windows of each side, %d"
            + " features a flow, and is asked about as many of hosts that it has not seen; hosts"
            + " count alike, both halves of the hosts take their turn. Bootstrap: the asked hosts;"
            + " the forests stay.",
        forest.trees(),
        forest.rowsPerTree(),
        forest.maxDepth(),
        windows,
        RowFeatures.WIDTH);
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
  public Comparison read(FlowTable real, FlowTable other, long seed) {
    Map<String, List<HostAuc>> areas = new LinkedHashMap<>();
    for (int length : LENGTHS) {
      areas.put(
          key(length),
          answers(real, other, length, seed).stream()
              .map(answers -> answers.byHost(real, other))
              .toList());
    }
    return drawn -> {
      Map<String, Double> figures = new LinkedHashMap<>();
      areas.forEach(
          (key, halves) -> {
            double[] found =
                halves.stream()
                    .map(half -> half.auc(drawn))
                    .flatMapToDouble(OptionalDouble::stream)
                    .toArray();
            if (found.length == 2) {
              figures.put(key, (found[0] + found[1]) / 2);
            }
          });
      return figures;
    };
  }

  /**
   * The ROC curves of {@code length} consecutive rows, one for each half of the hosts that was
   * asked about; positives are of {@code other}. None where a half has no host with as many rows.
   */
  public List<RocCurve> curves(FlowTable real, FlowTable other, int length, long seed) {
    return answers(real, other, length, seed).stream()
        .map(answers -> RocCurve.of(answers.negatives(), answers.positives()))
        .toList();
  }

  /** What the judges of both directions answer. */
  private List<Answers> answers(FlowTable real, FlowTable other, int length, long seed) {
    HostHalves halves = HostHalves.of(real, other, CounterRandom.subKey(seed, 0));
    for (int half = 0; half < 2; half++) {
      if (!HostRows.has(halves.real().get(half), length)
          || !HostRows.has(halves.other().get(half), length)) {
        return List.of();
      }
    }
    long key = CounterRandom.subKey(seed, length);
    List<Answers> answers = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      long halfKey = CounterRandom.subKey(key, half);
      ClassForest judge = learn(halves.real().get(half), halves.other().get(half), length, halfKey);
      answers.add(
          Answers.of(
              judge,
              HostRows.draw(
                  halves.real().get(1 - half), length, windows, CounterRandom.subKey(halfKey, 3)),
              HostRows.draw(
                  halves.other().get(1 - half),
                  length,
                  windows,
                  CounterRandom.subKey(halfKey, 4))));
    }
    return answers;
  }

  /** A judge's scores of recorded windows and of others, hosts that it has not seen. */
  private record Answers(
      double[] negatives, HostRows negativeRows, double[] positives, HostRows positiveRows) {

    static Answers of(ClassForest judge, HostRows negatives, HostRows positives) {
      return new Answers(ask(judge, negatives), negatives, ask(judge, positives), positives);
    }

    private static double[] ask(ClassForest judge, HostRows of) {
      return Arrays.stream(of.rows()).mapToDouble(row -> judge.probabilities(row)[1]).toArray();
    }

    HostAuc byHost(FlowTable real, FlowTable other) {
      return HostAuc.of(
          negatives,
          negativeRows.places(real),
          real.hosts(),
          positives,
          positiveRows.places(other),
          other.hosts());
    }
  }

  private ClassForest learn(FlowTable real, FlowTable other, int length, long key) {
    double[][] rows = new double[2 * windows][];
    System.arraycopy(
        HostRows.draw(real, length, windows, CounterRandom.subKey(key, 0)).rows(),
        0,
        rows,
        0,
        windows);
    System.arraycopy(
        HostRows.draw(other, length, windows, CounterRandom.subKey(key, 1)).rows(),
        0,
        rows,
        windows,
        windows);
    int[] classes = new int[2 * windows];
    Arrays.fill(classes, windows, 2 * windows, 1);
    return ClassForest.train(rows, classes, 2, forest, CounterRandom.subKey(key, 2));
  }

  private static String key(int length) {
    return "c2st.auc-" + length;
  }
}
