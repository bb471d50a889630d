package io.flowstan.trainer.baseline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attribute of one of the last five rows that tells most about an attribute beside its parent
 * in the row's tree: the source that gains most by Schwarz' criterion (Ann. Statist. 6, 1978).
 *
 * <p>{@code gain = n I(X; L | P) - ln(n) / 2 * (|X| - 1) * (observed pairs (p, l) - observed p)}:
 * only pairs that occur have parameters to fit.
 */
final class LaggedParent {
  /** How many rows back a source may lie. */
  static final int MOST_LAG = 5;

  private LaggedParent() {}

  /**
   * The best source for the attribute {@code place}; null where none gains anything.
   *
   * @param hosts bins of each host, [attribute][row]
   * @param sizes number of bins of each attribute
   * @param parent its parent in the row, -1 where it has none
   */
  static @Nullable Source of(List<byte[][]> hosts, int[] sizes, int place, int parent) {
    Source best = null;
    double most = 0;
    for (int lag = 1; lag <= MOST_LAG; lag++) {
      for (int other = 0; other < sizes.length; other++) {
        Source source = new Source(other, lag);
        double gain = gain(hosts, sizes, place, parent, source);
        if (gain > most) {
          most = gain;
          best = source;
        }
      }
    }
    return best;
  }

  private static double gain(
      List<byte[][]> hosts, int[] sizes, int place, int parent, Source source) {
    int xs = sizes[place];
    int ls = sizes[source.place()];
    int ps = parent < 0 ? 1 : sizes[parent];
    int[] joint = new int[ps * xs * ls];
    long rows = 0;
    for (byte[][] host : hosts) {
      byte[] x = host[place];
      byte[] l = host[source.place()];
      byte[] p = host[Math.max(0, parent)];
      int lag = source.lag();
      for (int t = lag; t < x.length; t++) {
        joint[((parent < 0 ? 0 : p[t]) * xs + x[t]) * ls + l[t - lag]]++;
      }
      rows += Math.max(0, x.length - lag);
    }
    if (rows == 0) {
      return 0;
    }
    double parameters = (xs - 1.0) * morePairsThanParents(joint, ps, xs, ls);
    return rows * Information.conditional(joint, ps, xs, ls)
        - 0.5 * Math.log((double) rows) * parameters;
  }

  private static int morePairsThanParents(int[] joint, int ps, int xs, int ls) {
    int more = 0;
    for (int p = 0; p < ps; p++) {
      boolean[] seen = new boolean[ls];
      int pairs = 0;
      for (int i = 0; i < xs * ls; i++) {
        if (joint[p * xs * ls + i] > 0 && !seen[i % ls]) {
          seen[i % ls] = true;
          pairs++;
        }
      }
      more += Math.max(0, pairs - 1);
    }
    return more;
  }
}
