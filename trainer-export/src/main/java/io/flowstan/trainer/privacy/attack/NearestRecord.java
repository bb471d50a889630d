package io.flowstan.trainer.privacy.attack;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.twosample.RowFeatures;
import io.flowstan.trainer.metric.twosample.Standardisation;
import io.flowstan.trainer.report.Interval;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.List;

/**
 * The nearest-record comparison: how often a made window of 5 flows is nearer to the nearest
 * training window than to the nearest window of as many other recorded hosts. One half is what a
 * model does that has learned the law and no row. A sanity check only: it finds copies, and no
 * finer leak (Ganev and De Cristofaro, arXiv 2312.05114).
 *
 * @param nearerToTraining share of the made windows, ties counted half, with the 5 % and 95 %
 *     points of a bootstrap over the recorded hosts of both sides
 * @param distanceRatio median distance to training over median distance to the others; NaN where
 *     the latter is 0
 * @param hosts recorded hosts on each side
 */
public record NearestRecord(Interval nearerToTraining, double distanceRatio, int hosts) {
  private static final int LENGTH = 5;
  private static final int MADE = 1_000;
  private static final int WINDOWS_PER_HOST = 150;
  private static final int ROUNDS = 300;
  private static final double TAIL = .05;

  /** Compares {@code made} with as many hosts of both recorded tables, drawn by {@code seed}. */
  public static NearestRecord of(FlowTable made, FlowTable training, FlowTable others, long seed) {
    int hosts = Math.min(training.hosts(), others.hosts());
    double[][][] ofTraining = windows(training.draw(hosts, CounterRandom.subKey(seed, 0)));
    double[][][] ofOthers = windows(others.draw(hosts, CounterRandom.subKey(seed, 1)));
    double[][] drawn = HostWindows.draw(List.of(made), LENGTH, MADE, CounterRandom.subKey(seed, 2));
    double[][] all =
        java.util.stream.Stream.of(ofTraining, ofOthers)
            .flatMap(Arrays::stream)
            .flatMap(Arrays::stream)
            .toArray(double[][]::new);
    Standardisation scale = Standardisation.of(all);
    scale.apply(all);
    scale.apply(drawn);
    double[][] toTraining = distances(drawn, ofTraining);
    double[][] toOthers = distances(drawn, ofOthers);
    int[] once = new int[hosts];
    Arrays.setAll(once, host -> host);
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long key = CounterRandom.subKey(seed, 10 + round);
      rounds[round] =
          nearer(
              nearest(toTraining, draw(CounterRandom.subKey(key, 0), hosts)),
              nearest(toOthers, draw(CounterRandom.subKey(key, 1), hosts)));
    }
    Arrays.sort(rounds);
    int low = (int) Math.round(TAIL * (ROUNDS - 1));
    double[] training1 = nearest(toTraining, once);
    double[] others1 = nearest(toOthers, once);
    double medianToOthers = median(others1);
    return new NearestRecord(
        new Interval(nearer(training1, others1), rounds[low], rounds[ROUNDS - 1 - low]),
        medianToOthers > 0 ? median(training1) / medianToOthers : Double.NaN,
        hosts);
  }

  private static double[][][] windows(FlowTable table) {
    return table.byHost().entrySet().stream()
        .map(
            host ->
                HostWindows.ofHost(
                    host.getKey(), host.getValue(), table.startSecond(), LENGTH, WINDOWS_PER_HOST))
        .toArray(double[][][]::new);
  }

  /** Distance of each drawn window to the nearest of each host: float64 [drawn, hosts]. */
  private static double[][] distances(double[][] drawn, double[][][] byHost) {
    double[][] distances = new double[drawn.length][byHost.length];
    for (int i = 0; i < drawn.length; i++) {
      for (int h = 0; h < byHost.length; h++) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] window : byHost[h]) {
          double sum = 0;
          for (int f = 0; f < LENGTH * RowFeatures.WIDTH && sum < nearest; f++) {
            double difference = window[f] - drawn[i][f];
            sum += difference * difference;
          }
          nearest = Math.min(nearest, sum);
        }
        distances[i][h] = Math.sqrt(nearest);
      }
    }
    return distances;
  }

  private static int[] draw(long key, int hosts) {
    int[] drawn = new int[hosts];
    Arrays.setAll(drawn, i -> CounterRandom.uniformInt(key, i, hosts));
    return drawn;
  }

  private static double[] nearest(double[][] distances, int[] hosts) {
    double[] nearest = new double[distances.length];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = Double.POSITIVE_INFINITY;
      for (int host : hosts) {
        nearest[i] = Math.min(nearest[i], distances[i][host]);
      }
    }
    return nearest;
  }

  private static double nearer(double[] training, double[] others) {
    double nearer = 0;
    for (int i = 0; i < training.length; i++) {
      nearer += training[i] < others[i] ? 1 : training[i] == others[i] ? .5 : 0;
    }
    return nearer / training.length;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
