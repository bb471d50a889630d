package io.flowstan.trainer.task;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All tasks against one pair of real tables: train on synthetic flows, test on real ones, beside
 * train on real, test on real. What only real flows decide is computed once, in the constructor.
 */
public final class TaskSuite {
  private static final Sizes SIZES =
      new Sizes(
          8_000,
          4_000,
          new ForestSettings(30, 3_000, 12, 5, .3f, 64),
          new ForestSettings(20, 2_000, 10, 5, .3f, 32));

  private static final double[] SHARES = {0, .25, .5, .75, 1};
  private static final ProtocolTask NEXT_PROTOCOL = new ProtocolTask(true);
  private static final ForecastTask FORECAST = new ForecastTask();
  private static final List<LearningTask> TASKS =
      List.of(new ProtocolTask(false), NEXT_PROTOCOL, FORECAST);

  /** Those that are also done with embeddings, and for the replacement curves. */
  private static final List<LearningTask> SEQUENCE_TASKS = List.of(NEXT_PROTOCOL, FORECAST);

  private final Sizes sizes;
  private final long seed;
  private final FlowTable realTrain;
  private final FlowTable realTest;
  private final InjectedAnomalies anomalies;
  private final Map<String, Double> realAnomalyAucs;
  private final Map<String, double[]> realScores = new java.util.HashMap<>();
  private final Map<String, double[]> realEmbeddingScores = new java.util.HashMap<>();

  /** The tasks as reports have them: 8,000 windows to learn from, 4,000 to be tested on. */
  public TaskSuite(FlowTable realTrain, FlowTable realTest, long seed) {
    this(realTrain, realTest, SIZES, seed);
  }

  TaskSuite(FlowTable realTrain, FlowTable realTest, Sizes sizes, long seed) {
    for (FlowTable table : List.of(realTrain, realTest)) {
      if (!FORECAST.fits(table)) {
        throw new IllegalArgumentException(
            table.title()
                + ": no host has "
                + FORECAST.length()
                + " flows: expected at least one that has");
      }
    }
    this.sizes = sizes;
    this.seed = seed;
    this.realTrain = realTrain;
    this.realTest = realTest;
    anomalies = new InjectedAnomalies(realTest, sizes.testRows(), CounterRandom.subKey(seed, 0));
    realAnomalyAucs = anomalyAucs(realTrain);
    for (LearningTask task : TASKS) {
      realScores.put(key(task), scores(task, train(task, realTrain, RowExtras.NONE)));
    }
    TokenEmbeddings embeddings = new TokenEmbeddings(realTrain);
    for (LearningTask task : SEQUENCE_TASKS) {
      realEmbeddingScores.put(key(task), embedded(task, embeddings));
    }
  }

  /** All tasks for flows of a generator. */
  public TaskResults run(FlowTable synthetic) {
    List<TaskScore> scores = new ArrayList<>();
    List<TaskResults.ReplacementPoint> curve = new ArrayList<>();
    for (LearningTask task : TASKS) {
      if (task.fits(synthetic)) {
        Examples examples = train(task, synthetic, RowExtras.NONE);
        double[] ofSynthetic = scores(task, examples);
        Examples real = train(task, realTrain, RowExtras.NONE);
        double[] naive = task.naive(real, test(task, RowExtras.NONE));
        add(scores, task.measures(), known(realScores, task), ofSynthetic, naive);
        if (SEQUENCE_TASKS.contains(task)) {
          curve.addAll(curve(task, real, examples, ofSynthetic));
        }
      }
    }
    if (NEXT_PROTOCOL.fits(synthetic)) {
      scores.addAll(anomalyScores(synthetic));
    }
    TokenEmbeddings embeddings = new TokenEmbeddings(synthetic);
    for (LearningTask task : SEQUENCE_TASKS) {
      add(
          scores,
          withEmbeddings(task.measures()),
          known(realEmbeddingScores, task),
          embedded(task, embeddings),
          known(realScores, task));
    }
    return new TaskResults(scores, curve);
  }

  private List<TaskResults.ReplacementPoint> curve(
      LearningTask task, Examples real, Examples synthetic, double[] ofSynthetic) {
    List<TaskResults.ReplacementPoint> points = new ArrayList<>();
    for (double share : SHARES) {
      double[] scores;
      if (share == 0) {
        scores = known(realScores, task);
      } else if (share == 1) {
        scores = ofSynthetic;
      } else {
        scores = scores(task, real.replaced(share, synthetic));
      }
      points.add(new TaskResults.ReplacementPoint(key(task), share, scores[0]));
    }
    return points;
  }

  private List<TaskScore> anomalyScores(FlowTable synthetic) {
    List<TaskScore> scores = new ArrayList<>();
    Map<String, Double> aucs = anomalyAucs(synthetic);
    for (AnomalyKind kind : AnomalyKind.values()) {
      for (String detector : List.of("surprise", "cut-forest")) {
        String key = "task.anomaly." + detector + "." + kind.key();
        Double real = realAnomalyAucs.get(key);
        Double made = aucs.get(key);
        if (real != null && made != null) {
          String title = kind.title() + " by " + detector.replace('-', ' ');
          scores.add(new TaskScore(new TaskScore.Measure(key, title, "AUC", true), real, made, .5));
        }
      }
    }
    return scores;
  }

  /** The AUC by detector and kind after learning from {@code table}. */
  private Map<String, Double> anomalyAucs(FlowTable table) {
    double[][] usual =
        InjectedAnomalies.normal(table, sizes.trainRows(), CounterRandom.subKey(seed, 1));
    Map<String, AnomalyDetector> detectors =
        Map.of(
            "surprise",
                new SurpriseDetector(usual, sizes.detector(), CounterRandom.subKey(seed, 2)),
            "cut-forest", new CutForestDetector(usual, CounterRandom.subKey(seed, 3)));
    Map<String, Double> aucs = new java.util.HashMap<>();
    detectors.forEach(
        (name, detector) -> {
          double[] normal = scores(detector, anomalies.normal);
          anomalies.injected.forEach(
              (kind, rows) -> {
                if (rows.length > 0) {
                  aucs.put(
                      "task.anomaly." + name + "." + kind.key(),
                      RocCurve.of(normal, scores(detector, rows)).auc());
                }
              });
        });
    return aucs;
  }

  private static double[] scores(AnomalyDetector detector, double[][] rows) {
    return Arrays.stream(rows).mapToDouble(detector::score).toArray();
  }

  private double[] embedded(LearningTask task, TokenEmbeddings embeddings) {
    return task.scores(
        train(task, realTrain, embeddings),
        test(task, embeddings),
        sizes.learner(),
        CounterRandom.subKey(seed, 6));
  }

  private double[] scores(LearningTask task, Examples examples) {
    return task.scores(
        examples, test(task, RowExtras.NONE), sizes.learner(), CounterRandom.subKey(seed, 6));
  }

  private Examples train(LearningTask task, FlowTable table, RowExtras extras) {
    return task.draw(table, sizes.trainRows(), extras, CounterRandom.subKey(seed, 4));
  }

  private Examples test(LearningTask task, RowExtras extras) {
    return task.draw(realTest, sizes.testRows(), extras, CounterRandom.subKey(seed, 5));
  }

  private static void add(
      List<TaskScore> scores,
      List<TaskScore.Measure> measures,
      double[] real,
      double[] synthetic,
      double[] naive) {
    for (int i = 0; i < measures.size(); i++) {
      scores.add(new TaskScore(measures.get(i), real[i], synthetic[i], naive[i]));
    }
  }

  private static List<TaskScore.Measure> withEmbeddings(List<TaskScore.Measure> measures) {
    return measures.stream()
        .map(
            measure ->
                new TaskScore.Measure(
                    measure.key() + ".embedded",
                    measure.title() + ", with embeddings",
                    measure.unit(),
                    measure.higherIsBetter()))
        .toList();
  }

  private static String key(LearningTask task) {
    return task.measures().get(0).key();
  }

  private static double[] known(Map<String, double[]> scores, LearningTask task) {
    double[] known = scores.get(key(task));
    if (known == null) {
      throw new IllegalStateException("no scores of " + key(task));
    }
    return known;
  }

  /**
   * How much is drawn and grown.
   *
   * @param trainRows windows to learn from
   * @param testRows real windows to be tested on
   * @param learner the forests of protocol and forecast
   * @param detector the forests that tell anomalies
   */
  record Sizes(int trainRows, int testRows, ForestSettings learner, ForestSettings detector) {}
}
