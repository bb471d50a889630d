package io.flowstan.trainer.baseline;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * P(x | p, l): an attribute's bin given its parent p in the row and one l in an earlier row, from
 * counts that back off to fewer parents.
 *
 * <p>{@code P(x) = (n(x) + 1) / (n + K)}, {@code P(x | p) = (n(x, p) + K P(x)) / (n(p) + K)},
 * {@code P(x | p, l) = (n(x, p, l) + K P(x | p)) / (n(p, l) + K)}, where K is the number of bins:
 * Laplace's rule with the coarser distribution in the place of the uniform one. An attribute
 * without a parent in the row has P(x) for P(x | p). Where there is no l, it is P(x | p).
 */
final class BackedOffTable {
  private final int bins;
  private final int parents;

  /** [((l + 1) * parents + p) * bins + x]; l is -1 where there is none. */
  private final double[] probabilities;

  private BackedOffTable(int bins, int parents, double[] probabilities) {
    this.bins = bins;
    this.parents = parents;
    this.probabilities = probabilities;
  }

  /**
   * Counts the rows of all hosts.
   *
   * @param hosts bins of each host, [attribute][row]
   * @param sizes number of bins of each attribute
   * @param parent parent of {@code place} in the row, -1 where it has none
   * @param lagged its parent in an earlier row, null where it has none
   */
  static BackedOffTable fit(
      List<byte[][]> hosts, int[] sizes, int place, int parent, @Nullable Source lagged) {
    int bins = sizes[place];
    int parents = parent < 0 ? 1 : sizes[parent];
    int lags = lagged == null ? 0 : sizes[lagged.place()];
    int[] counts = new int[(lags + 1) * parents * bins];
    for (byte[][] host : hosts) {
      for (int t = 0; t < host[place].length; t++) {
        int p = parent < 0 ? 0 : host[parent][t];
        int l = lagged == null || t < lagged.lag() ? -1 : host[lagged.place()][t - lagged.lag()];
        counts[((l + 1) * parents + p) * bins + host[place][t]]++;
      }
    }
    double[] alone = backedOff(collapsed(counts, bins), 0, bins, uniform(bins));
    int[] given = collapsed(counts, parents * bins);
    double[] probabilities = new double[counts.length];
    for (int p = 0; p < parents; p++) {
      double[] ofParent = parent < 0 ? alone : backedOff(given, p * bins, bins, alone);
      System.arraycopy(ofParent, 0, probabilities, p * bins, bins);
      for (int l = 1; l <= lags; l++) {
        int at = (l * parents + p) * bins;
        System.arraycopy(backedOff(counts, at, bins, ofParent), 0, probabilities, at, bins);
      }
    }
    return new BackedOffTable(bins, parents, probabilities);
  }

  /**
   * P(bin | p, l).
   *
   * @param p bin of the parent in the row; 0 where the attribute has none
   * @param l bin of the lagged parent, -1 where there is none
   */
  double probability(int bin, int p, int l) {
    return probabilities[((l + 1) * parents + p) * bins + bin];
  }

  /** A bin drawn from P(. | p, l). */
  int draw(int p, int l, Draws draws) {
    int at = ((l + 1) * parents + p) * bins;
    double u = draws.uniform();
    int bin = 0;
    while (bin < bins - 1 && u >= probabilities[at + bin]) {
      u -= probabilities[at + bin++];
    }
    return bin;
  }

  /** Sums of what lies {@code size} apart. */
  private static int[] collapsed(int[] counts, int size) {
    int[] sums = new int[size];
    for (int i = 0; i < counts.length; i++) {
      sums[i % size] += counts[i];
    }
    return sums;
  }

  private static double[] uniform(int bins) {
    double[] same = new double[bins];
    Arrays.fill(same, 1.0 / bins);
    return same;
  }

  /** The counts from {@code at} on with K of the coarser distribution added. */
  private static double[] backedOff(int[] counts, int at, int bins, double[] coarser) {
    long total = 0;
    for (int x = 0; x < bins; x++) {
      total += counts[at + x];
    }
    double[] finer = new double[bins];
    for (int x = 0; x < bins; x++) {
      finer[x] = (counts[at + x] + bins * coarser[x]) / (total + (double) bins);
    }
    return finer;
  }
}
