package io.flowstan.trainer.evaluate;

import io.flowstan.codec.Head;
import io.flowstan.random.CounterRandom;
import io.flowstan.score.HostScore;
import io.flowstan.score.Score;
import io.flowstan.trainer.report.Interval;
import java.util.Arrays;
import java.util.Collection;

/**
 * The bootstrap by host (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13):
 * hosts, not flows, are drawn with replacement, because flows of one host resemble each other.
 */
record HostBootstrap(int rounds, long seed) {
  private static final double TAIL = 0.05;

  /** The spread of a mean cost a flow, nats. */
  Interval of(Score score, Collection<Head> heads) {
    return of(nats(score, heads), flows(score));
  }

  /** The spread of {@code score}'s cost beyond {@code other}'s, of the same hosts; below 0 wins. */
  Interval difference(Score score, Score other, Collection<Head> heads) {
    return difference(nats(score, heads), nats(other, heads), flows(score), flows(other));
  }

  /** The spread of {@code nats - others}, by host, over the flows; below 0 the first wins. */
  Interval difference(double[] nats, double[] others, long[] flows, long[] flowsOfOthers) {
    if (!Arrays.equals(flows, flowsOfOthers)) {
      throw new IllegalArgumentException(
          "scores of different flows: expected the same hosts in the same order");
    }
    double[] differences = nats.clone();
    for (int h = 0; h < differences.length; h++) {
      differences[h] -= others[h];
    }
    return of(differences, flows);
  }

  /** The spread of a mean cost a flow, from costs and numbers of flows by host. */
  Interval of(double[] nats, long[] flows) {
    double[] means = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long key = CounterRandom.subKey(seed, round);
      double sum = 0;
      long count = 0;
      for (int draw = 0; draw < nats.length; draw++) {
        int host = CounterRandom.uniformInt(key, draw, nats.length);
        sum += nats[host];
        count += flows[host];
      }
      means[round] = sum / count;
    }
    Arrays.sort(means);
    int low = (int) Math.round(TAIL * (rounds - 1));
    return new Interval(
        Arrays.stream(nats).sum() / Arrays.stream(flows).sum(),
        means[low],
        means[rounds - 1 - low]);
  }

  private static double[] nats(Score score, Collection<Head> heads) {
    return score.hosts().stream().mapToDouble(host -> host.nats(heads)).toArray();
  }

  private static long[] flows(Score score) {
    return score.hosts().stream().mapToLong(HostScore::flows).toArray();
  }
}
