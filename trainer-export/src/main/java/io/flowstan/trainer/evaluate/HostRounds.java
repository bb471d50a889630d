package io.flowstan.trainer.evaluate;

import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bootstrap over hosts of every figure (Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, ch. 8.5): in each round the hosts of both sides are drawn again with replacement. A round
 * draws the same recorded hosts for every contender and every draw, as they all meet the same ones,
 * and the hosts of a contender anew for each of its draws.
 */
final class HostRounds {
  private static final long RECORDED_HOSTS = 1;
  private static final long OTHER_HOSTS = 2;

  private final int rounds;
  private final long seed;

  /** By recorded host how often each round drew it. */
  private final Map<Integer, int[]> recordedTimes = new HashMap<>();

  /**
   * @param recorded all recorded hosts, of which a draw may take some
   */
  HostRounds(int rounds, long seed, FlowTable recorded) {
    this.rounds = rounds;
    this.seed = seed;
    recorded.byHost().keySet().forEach(host -> recordedTimes.put(host, new int[rounds]));
    Integer[] hosts = recorded.byHost().keySet().toArray(Integer[]::new);
    for (int round = 0; round < rounds; round++) {
      int[] times = times(hosts.length, key(RECORDED_HOSTS, round));
      for (int place = 0; place < times.length; place++) {
        int[] ofHost = recordedTimes.get(hosts[place]);
        if (ofHost != null) {
          ofHost[round] = times[place];
        }
      }
    }
  }

  /**
   * The figures of every round.
   *
   * @param real the recorded hosts that a draw meets
   * @param draw number of the contender's draw
   * @return by key one value a round, NaN where the round does not allow it; nothing where a side
   *     has one host only, which says nothing of others
   */
  Map<String, double[]> of(Comparison comparison, FlowTable real, int otherHosts, int draw) {
    Map<String, double[]> values = new LinkedHashMap<>();
    if (real.hosts() < 2 || otherHosts < 2) {
      return values;
    }
    for (int round = 0; round < rounds; round++) {
      int at = round;
      int[] realTimes =
          real.byHost().keySet().stream().mapToInt(host -> recordedTimes(host)[at]).toArray();
      int[] otherTimes = times(otherHosts, CounterRandom.subKey(key(OTHER_HOSTS, draw), round));
      comparison
          .of(new Resample(realTimes, otherTimes))
          .forEach((key, value) -> values.computeIfAbsent(key, this::absent)[at] = value);
    }
    return values;
  }

  private int[] recordedTimes(int host) {
    int[] times = recordedTimes.get(host);
    if (times == null) {
      throw new IllegalArgumentException("a draw with a host that is not recorded");
    }
    return times;
  }

  private double[] absent(String key) {
    double[] values = new double[rounds];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private long key(long name, int place) {
    return CounterRandom.subKey(CounterRandom.subKey(seed, name), place);
  }

  /** How often each host is among as many drawn with replacement. */
  private static int[] times(int hosts, long key) {
    int[] times = new int[hosts];
    for (int i = 0; i < hosts; i++) {
      times[CounterRandom.uniformInt(key, i, hosts)]++;
    }
    return times;
  }
}
