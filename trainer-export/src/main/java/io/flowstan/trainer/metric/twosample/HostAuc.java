package io.flowstan.trainer.metric.twosample;

import io.flowstan.trainer.metric.Resample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The area under a ROC curve, host by host, so that hosts can be drawn again without asking the
 * judge anew. The area is a share of pairs of scores, and each pair is of one negative and one
 * positive host:
 *
 * <pre>AUC = sum_ij w_i v_j wins_ij / (sum_i w_i n_i  sum_j v_j m_j)</pre>
 *
 * with w and v how often the hosts were drawn, n and m their scores.
 */
final class HostAuc {
  /** By host in the order of its table: how many scores it has. */
  private final int[] negatives;

  private final int[] positives;

  /** By negative and positive host the pairs that the positive wins, a tie being half a pair. */
  private final double[][] wins;

  private HostAuc(int[] negatives, int[] positives, double[][] wins) {
    this.negatives = negatives;
    this.positives = positives;
    this.wins = wins;
  }

  /**
   * That of some scores.
   *
   * @param negativePlaces the place of each score's host in its table
   */
  static HostAuc of(
      double[] negatives,
      int[] negativePlaces,
      int negativeHosts,
      double[] positives,
      int[] positivePlaces,
      int positiveHosts) {
    List<double[]> negativesOf = byHost(negatives, negativePlaces, negativeHosts);
    List<double[]> positivesOf = byHost(positives, positivePlaces, positiveHosts);
    double[][] wins = new double[negativeHosts][positiveHosts];
    for (int i = 0; i < negativeHosts; i++) {
      for (int j = 0; j < positiveHosts; j++) {
        double[] below = negativesOf.get(i);
        double[] above = positivesOf.get(j);
        if (below.length > 0 && above.length > 0) {
          wins[i][j] = RocCurve.of(below, above).auc() * below.length * above.length;
        }
      }
    }
    return new HostAuc(sizes(negativesOf), sizes(positivesOf), wins);
  }

  /** The area where each host counts as often as it was drawn; none without hosts on a side. */
  OptionalDouble auc(Resample drawn) {
    double won = 0;
    long ofNegatives = 0;
    long ofPositives = 0;
    for (int j = 0; j < positives.length; j++) {
      ofPositives += (long) drawn.other()[j] * positives[j];
    }
    for (int i = 0; i < negatives.length; i++) {
      ofNegatives += (long) drawn.real()[i] * negatives[i];
      for (int j = 0; j < positives.length; j++) {
        won += (double) drawn.real()[i] * drawn.other()[j] * wins[i][j];
      }
    }
    return ofNegatives == 0 || ofPositives == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(won / ofNegatives / ofPositives);
  }

  private static List<double[]> byHost(double[] scores, int[] places, int hosts) {
    List<double[]> byHost = new ArrayList<>();
    for (int host = 0; host < hosts; host++) {
      double[] of = new double[scores.length];
      int size = 0;
      for (int i = 0; i < scores.length; i++) {
        if (places[i] == host) {
          of[size++] = scores[i];
        }
      }
      byHost.add(Arrays.copyOf(of, size));
    }
    return byHost;
  }

  private static int[] sizes(List<double[]> byHost) {
    return byHost.stream().mapToInt(scores -> scores.length).toArray();
  }
}
