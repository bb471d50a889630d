package io.flowstan.trainer.privacy.attack;

import java.util.Arrays;
import java.util.List;

/**
 * What hosts' flows cost under several models, and which hosts each was trained on.
 *
 * @param nats mean negative log-likelihood of a flow, nats: float64 [models, hosts]
 * @param members whether a host was in a model's training: [models, hosts]
 */
public record LossTable(double[][] nats, boolean[][] members) {
  public LossTable {
    if (nats.length == 0 || nats.length != members.length) {
      throw new IllegalArgumentException(
          "losses of %d models, members of %d: expected as many, at least one"
              .formatted(nats.length, members.length));
    }
  }

  /** Number of models. */
  public int models() {
    return nats.length;
  }

  /** Number of hosts. */
  public int hosts() {
    return nats[0].length;
  }

  /** The table of some of the models. */
  public LossTable of(List<Integer> models) {
    return new LossTable(
        models.stream().map(k -> nats[k]).toArray(double[][]::new),
        models.stream().map(k -> members[k]).toArray(boolean[][]::new));
  }

  /** The table with each model's losses {@link #levelled}. */
  public LossTable levelled() {
    double[][] moved = new double[nats.length][];
    for (int k = 0; k < nats.length; k++) {
      moved[k] = levelled(nats[k]);
    }
    return new LossTable(moved, members);
  }

  /**
   * {@code losses} less the median over hosts of how much they exceed the models' mean: a model
   * that was trained longer, or on luckier hosts, is better on all of them, which says nothing of
   * who was in its training.
   */
  public double[] levelled(double[] losses) {
    double[] excess = new double[losses.length];
    for (int h = 0; h < losses.length; h++) {
      double mean = 0;
      for (double[] model : nats) {
        mean += model[h] / nats.length;
      }
      excess[h] = losses[h] - mean;
    }
    double[] sorted = excess.clone();
    Arrays.sort(sorted);
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return Arrays.stream(losses).map(loss -> loss - median).toArray();
  }

  /** Mean and number of a host's losses in models that had it, or that had it not. */
  Side side(int host, boolean member) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int k = 0; k < nats.length; k++) {
      if (members[k][host] == member) {
        sum += nats[k][host];
        count++;
      }
    }
    double mean = sum / count;
    for (int k = 0; k < nats.length; k++) {
      if (members[k][host] == member) {
        squares += (nats[k][host] - mean) * (nats[k][host] - mean);
      }
    }
    return new Side(count, mean, squares);
  }

  /**
   * A host's losses on one side.
   *
   * @param mean NaN where there is none
   * @param squares sum of squared distances to the mean
   */
  record Side(int count, double mean, double squares) {}
}
