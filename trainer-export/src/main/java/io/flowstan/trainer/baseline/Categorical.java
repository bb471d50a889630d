package io.flowstan.trainer.baseline;

import java.util.Arrays;

/**
 * A distribution over the names 0 .. n - 1 by Laplace's rule: {@code P(x) = (count(x) + 1) / (total
 * + n)}.
 */
final class Categorical implements Distribution {
  /** Sum of the probabilities up to and with each name. */
  private final double[] cumulated;

  private final double[] nats;

  Categorical(ValueCounts counts, Support support) {
    int names = Math.toIntExact(support.most() + 1);
    double total = counts.total() + (double) names;
    long[] occurrences = new long[names];
    Arrays.fill(occurrences, 1);
    for (int i = 0; i < counts.values().length; i++) {
      occurrences[(int) counts.values()[i]] += counts.counts()[i];
    }
    cumulated = new double[names];
    nats = new double[names];
    long sum = 0;
    for (int x = 0; x < names; x++) {
      sum += occurrences[x];
      cumulated[x] = sum / total;
      nats[x] = Math.log(total / occurrences[x]);
    }
  }

  @Override
  public double nats(long name) {
    return nats[(int) name];
  }

  @Override
  public long draw(Draws draws) {
    int found = Arrays.binarySearch(cumulated, draws.uniform());
    // u equal to a sum already belongs to the next name
    return found >= 0 ? found + 1 : -found - 1;
  }
}
