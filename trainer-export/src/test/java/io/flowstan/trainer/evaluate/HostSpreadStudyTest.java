package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.random.CounterRandom;
import io.flowstan.testing.SharedData;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.metric.twosample.DensityCoverageMetric;
import io.flowstan.trainer.metric.twosample.TwoSampleMetric;
import io.flowstan.trainer.report.Spread;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What ways to estimate a figure's spread over hosts are worth: for many pairs of disjoint sets of
 * 20 of the 120 recorded hosts, each estimate from the pair alone, against how the figure really
 * differs from pair to pair. Many minutes; only where asked for: {@code
 * -Dflowstan.spread-pairs=24}. It prints the table of docs/decisions/0011.
 */
@EnabledIfSystemProperty(named = "flowstan.spread-pairs", matches = "\\d+")
class HostSpreadStudyTest {
  private static final int HOSTS = 20;
  private static final int PAIRS = Integer.getInteger("flowstan.spread-pairs", 24);
  private static final long SEED = Long.getLong("flowstan.seed", 1);
  private static final int ROUNDS = 60;

  /** All of a report, the classifier with smaller forests. */
  private static final List<Metric> METRICS =
      Stream.concat(
              Stream.of(
                  new TwoSampleMetric(2_000, new ForestSettings(12, 1_500, 12, 5, .3f, 64)),
                  new DensityCoverageMetric()),
              Metrics.withoutJudges(null).stream())
          .toList();

  /** One pair in so many is asked for its estimates, which cost more than the figures. */
  private static final int ASKED = 4;

  /** By figure and then by column, one number a pair. */
  private final Map<String, Map<String, List<Double>>> found = new LinkedHashMap<>();

  /** Healthy: the median ratio is near 1; without whole hosts, by flows, it would be below .1. */
  @Test
  void theBootstrapIsAboutAsWideAsPairsOfHostSetsDiffer() throws IOException {
    FlowTable all = recorded();
    for (int pair = 0; pair < PAIRS; pair++) {
      long key = CounterRandom.subKey(SEED, pair);
      List<Integer> order = all.shuffledHosts(key);
      FlowTable real = all.of(order.subList(0, HOSTS));
      FlowTable other = all.of(order.subList(HOSTS, 2 * HOSTS));
      for (Metric metric : METRICS) {
        Comparison comparison = metric.read(real, other, key);
        Map<String, Double> values = comparison.of(Resample.whole(HOSTS, HOSTS));
        values.forEach((figure, value) -> add(figure, "value", value));
        if (pair % ASKED == 0) {
          estimate(comparison, values, real, key);
        }
      }
    }
    List<Double> ratios = print();
    assertThat(StatUtils.percentile(ratios.stream().mapToDouble(r -> r).toArray(), 50))
        .isBetween(.7, 1.5);
  }

  private void estimate(
      Comparison comparison, Map<String, Double> values, FlowTable real, long key) {
    Map<String, double[]> again = new HostRounds(ROUNDS, key, real).of(comparison, real, HOSTS, 0);
    Map<String, List<Double>> halves = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      collect(halves, comparison.of(new Resample(half(key, 2 * round), half(key, 2 * round + 1))));
    }
    Map<String, List<Double>> without = new LinkedHashMap<>();
    for (int host = 0; host < HOSTS; host++) {
      int[] all = Resample.once(HOSTS);
      int[] allButOne = Resample.once(HOSTS);
      allButOne[host] = 0;
      collect(without, comparison.of(new Resample(allButOne, all)));
      collect(without, comparison.of(new Resample(all, allButOne)));
    }
    values.forEach(
        (figure, value) -> {
          double[] rounds = again.getOrDefault(figure, new double[0]);
          add(figure, "bootstrap", Spread.deviation(rounds, .9));
          add(figure, "bias", StatUtils.mean(rounds) - value);
          add(figure, "halves", Spread.deviation(numbers(halves, figure), .9));
          add(figure, "jackknife", jackknife(numbers(without, figure)));
        });
  }

  /** Half of the hosts, none twice: its variance is that of the whole (delete-half jackknife). */
  private static int[] half(long key, int round) {
    int[] times = new int[HOSTS];
    long halfKey = CounterRandom.subKey(key, 1_000 + round);
    for (int i = 0, taken = 0; taken < HOSTS / 2; i++) {
      int host = CounterRandom.uniformInt(halfKey, i, HOSTS);
      taken += times[host] == 0 ? 1 : 0;
      times[host] = 1;
    }
    return times;
  }

  /** Of a side (n - 1) / n times the sum of squares around its mean; both sides add up. */
  private static double jackknife(double[] leftOut) {
    double sum = 0;
    for (int side = 0; side < 2; side++) {
      int first = side;
      double[] of = new double[leftOut.length / 2];
      Arrays.setAll(of, i -> leftOut[2 * i + first]);
      sum += StatUtils.variance(of) * (of.length - 1) * (of.length - 1) / of.length;
    }
    return Math.sqrt(sum);
  }

  private List<Double> print() {
    StringBuilder table =
        new StringBuilder("| figure | mean | spread | bias | bootstrap | halves | jackknife |\n");
    List<Double> ratios = new ArrayList<>();
    found.forEach(
        (figure, columns) -> {
          double[] values = numbers(columns, "value");
          double spread = Spread.deviation(values, 1);
          if (spread > 0) {
            ratios.add(rootMeanSquare(numbers(columns, "bootstrap")) / spread);
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %.4f | %.4f | %.2f | %.2f | %.2f |%n",
                    figure,
                    StatUtils.mean(values),
                    spread,
                    StatUtils.mean(numbers(columns, "bias")),
                    rootMeanSquare(numbers(columns, "bootstrap")) / spread,
                    rootMeanSquare(numbers(columns, "halves")) / spread,
                    rootMeanSquare(numbers(columns, "jackknife")) / spread));
          }
        });
    System.out.println(table);
    return ratios;
  }

  private static double rootMeanSquare(double[] values) {
    return Math.sqrt(
        Arrays.stream(values).filter(Double::isFinite).map(x -> x * x).average().orElse(0));
  }

  private void add(String figure, String column, double value) {
    found
        .computeIfAbsent(figure, absent -> new LinkedHashMap<>())
        .computeIfAbsent(column, absent -> new ArrayList<>())
        .add(value);
  }

  private static void collect(Map<String, List<Double>> into, Map<String, Double> figures) {
    figures.forEach(
        (key, value) -> into.computeIfAbsent(key, absent -> new ArrayList<>()).add(value));
  }

  private static double[] numbers(Map<String, List<Double>> of, String key) {
    return of.getOrDefault(key, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static FlowTable recorded() throws IOException {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    long start = 0;
    for (String part : List.of("train", "dev")) {
      HostFlows flows =
          HostFlows.read(
              SharedData.file("ugr16-20160411-" + part + ".csv.gz"),
              HostList.read(SharedData.file("hosts-" + part + ".txt")),
              OnError.FAIL);
      byHost.putAll(flows.byHost());
      start = flows.startSecond();
    }
    return new FlowTable("recorded", start, 1, byHost);
  }
}
