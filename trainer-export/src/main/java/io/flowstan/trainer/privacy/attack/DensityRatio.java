package io.flowstan.trainer.privacy.attack;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.forest.ClassForest;
import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The density-ratio attack, DOMIAS (van Breugel et al., "Membership inference attacks against
 * synthetic data through overfitting detection", AISTATS 2023, arXiv 2302.12580, equation 2), which
 * sees made flows only:
 *
 * <pre>score(h) = mean over windows x of h of ln p_target(x) - ln p_reference(x)</pre>
 *
 * <p>The ratio comes from a random forest that tells the target's windows of {@value #LENGTH} flows
 * from the reference's in place of two density estimates: attributes are of many kinds, and a
 * classifier's odds are the ratio where both sides give equally many windows.
 */
public final class DensityRatio {
  private static final int LENGTH = 2;
  private static final int WINDOWS = 40_000;
  private static final int WINDOWS_PER_HOST = 400;
  private static final ForestSettings FOREST = new ForestSettings(40, 20_000, 20, 2, .3f, 128);

  /** Odds of a window are at most so many to one: where no row of the other side was near. */
  private static final double MAX_ODDS = 1_000;

  private final ClassForest forest;

  private DensityRatio(ClassForest forest) {
    this.forest = forest;
  }

  /**
   * Learns the ratio.
   *
   * @param reference flows like the target's, of others; in equal parts
   */
  public static DensityRatio learn(FlowTable target, List<FlowTable> reference, long seed) {
    // of a small target no more windows than say something new
    int windows = (int) Math.min(WINDOWS, 2 * target.flows());
    double[][] ofReference =
        HostWindows.draw(reference, LENGTH, windows, CounterRandom.subKey(seed, 0));
    double[][] ofTarget =
        HostWindows.draw(List.of(target), LENGTH, windows, CounterRandom.subKey(seed, 1));
    double[][] rows = Arrays.copyOf(ofReference, 2 * windows);
    System.arraycopy(ofTarget, 0, rows, windows, windows);
    int[] classes = new int[2 * windows];
    Arrays.fill(classes, windows, 2 * windows, 1);
    return new DensityRatio(
        ClassForest.train(rows, classes, 2, FOREST, CounterRandom.subKey(seed, 2)));
  }

  /** The score of a host; NaN where it has too few flows for a window. */
  public double score(int host, List<Flow> flows, long startSecond) {
    double[][] windows = HostWindows.ofHost(host, flows, startSecond, LENGTH, WINDOWS_PER_HOST);
    double sum = 0;
    for (double[] window : windows) {
      double[] share = forest.probabilities(window);
      double odds = share[1] / Math.max(share[0], 1e-9);
      sum += Math.log(Math.max(1 / MAX_ODDS, Math.min(MAX_ODDS, odds)));
    }
    return windows.length == 0 ? Double.NaN : sum / windows.length;
  }

  /** The scores of all hosts of a table, in its order. */
  public double[] scores(Map<Integer, List<Flow>> byHost, long startSecond) {
    double[] scores = new double[byHost.size()];
    int at = 0;
    for (Map.Entry<Integer, List<Flow>> host : byHost.entrySet()) {
      scores[at++] = score(host.getKey(), host.getValue(), startSecond);
    }
    return scores;
  }
}
