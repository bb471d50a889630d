package io.flowstan.trainer.evaluate;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.metric.twosample.RocCurve;
import io.flowstan.trainer.metric.twosample.TwoSampleMetric;
import io.flowstan.trainer.parallel.Workers;
import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.Draws;
import io.flowstan.trainer.report.FigureResult;
import io.flowstan.trainer.report.plot.Portrait;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The comparison of contenders with the recorded hosts, draw by draw: equally many hosts on both
 * sides, the same recorded hosts and the same seed for the same draw of every contender. Draws are
 * made and compared side by side, and forgotten when they are compared; the result does not depend
 * on the number of threads.
 */
final class Arena {
  /** Name of the stream of seeds of comparisons below the run's seed. */
  private static final long COMPARISONS = 1;

  /** Name of the stream of seeds of which recorded hosts a draw takes. */
  private static final long RECORDED_HOSTS = 2;

  /** Name of the stream of seeds of the bootstrap over hosts. */
  private static final long ROUNDS = 3;

  private static final int ROC_ROWS = 5;

  private final FlowTable recorded;
  private final int hosts;
  private final HostRounds rounds;
  private final long seed;
  private final Workers workers;
  private final Stopwatch stopwatch;
  private final Steps steps;

  /**
   * @param recorded the recorded table
   * @param hosts on either side of a comparison
   * @param rounds of the bootstrap over hosts
   */
  Arena(
      FlowTable recorded,
      int hosts,
      int rounds,
      long seed,
      Workers workers,
      Stopwatch stopwatch,
      Steps steps) {
    this.recorded = recorded;
    this.hosts = hosts;
    this.rounds = new HostRounds(rounds, CounterRandom.subKey(seed, ROUNDS), recorded);
    this.seed = seed;
    this.workers = workers;
    this.stopwatch = stopwatch;
    this.steps = steps;
  }

  /** Compares all draws of {@code contenders}; by contender's key, in the order of the draws. */
  Map<String, List<Measured>> compare(List<Contender> contenders) throws IOException {
    List<Callable<Measured>> work = new ArrayList<>();
    for (Contender contender : contenders) {
      for (int draw = 0; draw < contender.draws(); draw++) {
        int number = draw;
        work.add(() -> measure(contender, number));
      }
    }
    List<Measured> results = workers.all(work);
    Map<String, List<Measured>> byContender = new LinkedHashMap<>();
    int at = 0;
    for (Contender contender : contenders) {
      byContender.put(contender.key(), results.subList(at, at + contender.draws()));
      at += contender.draws();
    }
    return byContender;
  }

  /** What {@code metrics} say of the recorded hosts alone. */
  Measured recorded(List<Metric> metrics, int draw) {
    FlowTable table = recordedHosts(draw);
    return new Measured(
        table.flows(),
        Map.of(),
        Map.of(),
        facts(table, metrics),
        draw == 0 ? Portrait.of(table) : null);
  }

  /** The recorded hosts of a draw: all, or a choice where there are more than asked for. */
  FlowTable recordedHosts(int draw) {
    return recorded.hosts() > hosts
        ? recorded.draw(hosts, CounterRandom.subKey(subSeed(RECORDED_HOSTS), draw))
        : recorded;
  }

  private Measured measure(Contender contender, int draw) throws IOException {
    FlowTable table =
        stopwatch.time("making " + contender.key(), () -> contender.source().table(draw));
    FlowTable real = recordedHosts(draw);
    List<Metric> metrics = contender.metrics().apply(draw);
    long key = CounterRandom.subKey(subSeed(COMPARISONS), draw);
    Map<String, Double> figures = new LinkedHashMap<>();
    Map<String, double[]> drawnAgain = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      Comparison comparison = stopwatch.time(metric.name(), () -> metric.read(real, table, key));
      figures.putAll(comparison.of(Resample.whole(real.hosts(), table.hosts())));
      drawnAgain.putAll(
          stopwatch.time(
              "bootstrap of " + metric.name(),
              () -> rounds.of(comparison, real, table.hosts(), draw)));
    }
    Portrait portrait = null;
    if (draw == 0) {
      portrait = Portrait.of(table);
      if (contender.role() != Contestant.Role.BASELINE) {
        portrait = portrait.with(roc(metrics, real, table, key));
      }
    }
    Measured found =
        new Measured(table.flows(), figures, drawnAgain, facts(table, metrics), portrait);
    steps.done(contender.title() + ", draw " + (draw + 1));
    return found;
  }

  private List<RocCurve> roc(List<Metric> metrics, FlowTable real, FlowTable table, long key) {
    for (Metric metric : metrics) {
      if (metric instanceof TwoSampleMetric judge) {
        return stopwatch.time("ROC curves", () -> judge.curves(real, table, ROC_ROWS, key));
      }
    }
    return List.of();
  }

  private Map<String, Double> facts(FlowTable table, List<Metric> metrics) {
    Map<String, Double> facts = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      facts.putAll(stopwatch.time("facts", () -> metric.facts(table)));
    }
    return facts;
  }

  private long subSeed(long name) {
    return CounterRandom.subKey(seed, name);
  }

  /** The figures of all contenders with their verdicts, in the order of the metrics. */
  static List<FigureResult> judge(List<Metric> metrics, Map<String, List<Measured>> measured) {
    List<FigureResult> results = new ArrayList<>();
    for (Metric metric : metrics) {
      for (Figure figure : metric.figures()) {
        Map<String, Draws> values = new LinkedHashMap<>();
        measured.forEach((contender, draws) -> values.put(contender, draws(draws, figure.key())));
        results.add(FigureResult.of(metric.name(), figure, values));
      }
    }
    return results;
  }

  /** What the draws that allow it say of a figure. */
  private static Draws draws(List<Measured> draws, String key) {
    List<Double> values = new ArrayList<>();
    List<double[]> rounds = new ArrayList<>();
    for (Measured draw : draws) {
      Double value = draw.figures().get(key);
      double[] ofRounds = draw.rounds().get(key);
      if (value != null && Double.isFinite(value)) {
        values.add(value);
        rounds.add(ofRounds == null ? new double[0] : ofRounds);
      }
    }
    return Draws.of(values, rounds);
  }

  /** The mean of each fact over the draws that have it. */
  static Map<String, Double> meanFacts(List<Measured> draws) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Measured draw : draws) {
      draw.facts()
          .forEach(
              (key, value) -> {
                double[] sum = sums.computeIfAbsent(key, absent -> new double[2]);
                sum[0] += value;
                sum[1]++;
              });
    }
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((key, sum) -> means.put(key, sum[0] / sum[1]));
    return means;
  }
}
