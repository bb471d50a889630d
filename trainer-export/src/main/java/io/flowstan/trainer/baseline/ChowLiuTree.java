package io.flowstan.trainer.baseline;

import java.util.Arrays;
import java.util.List;

/**
 * The tree of attributes of a row that fits best: the maximum spanning tree of their mutual
 * information (Chow and Liu, IEEE Trans. Inf. Theory 14, 1968), rooted at the first attribute.
 *
 * @param parents by attribute its parent, -1 for the root
 * @param order attributes, each after its parent
 */
record ChowLiuTree(int[] parents, int[] order) {
  /**
   * The tree of all rows.
   *
   * @param hosts bins of each host, [attribute][row]
   * @param sizes number of bins of each attribute
   */
  static ChowLiuTree of(List<byte[][]> hosts, int[] sizes) {
    int size = sizes.length;
    double[][] information = new double[size][size];
    for (int x = 0; x < size; x++) {
      for (int y = 0; y < x; y++) {
        double nats = Information.mutual(joint(hosts, sizes, x, y), sizes[x], sizes[y]);
        information[x][y] = nats;
        information[y][x] = nats;
      }
    }
    return spanning(information);
  }

  /** Prim's algorithm: the tree grows by the strongest edge out of it. */
  private static ChowLiuTree spanning(double[][] information) {
    int size = information.length;
    int[] parents = new int[size];
    double[] strengths = new double[size];
    boolean[] inside = new boolean[size];
    int[] order = new int[size];
    Arrays.fill(parents, -1);
    Arrays.fill(strengths, -1);
    for (int step = 0; step < size; step++) {
      int next = -1;
      for (int node = 0; node < size; node++) {
        if (!inside[node] && (next < 0 || strengths[node] > strengths[next])) {
          next = node;
        }
      }
      inside[next] = true;
      order[step] = next;
      for (int node = 0; node < size; node++) {
        if (!inside[node] && information[next][node] > strengths[node]) {
          strengths[node] = information[next][node];
          parents[node] = next;
        }
      }
    }
    return new ChowLiuTree(parents, order);
  }

  private static int[] joint(List<byte[][]> hosts, int[] sizes, int x, int y) {
    int[] joint = new int[sizes[x] * sizes[y]];
    for (byte[][] host : hosts) {
      byte[] ofX = host[x];
      byte[] ofY = host[y];
      for (int t = 0; t < ofX.length; t++) {
        joint[ofX[t] * sizes[y] + ofY[t]]++;
      }
    }
    return joint;
  }
}
