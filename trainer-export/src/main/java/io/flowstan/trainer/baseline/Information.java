package io.flowstan.trainer.baseline;

import java.util.Arrays;

/** Mutual information of counted pairs and triples, in nats (Cover and Thomas, chapter 2). */
final class Information {
  private Information() {}

  /**
   * {@code I(X; Y) = sum p(x, y) ln(p(x, y) / (p(x) p(y)))}.
   *
   * @param joint counts, [x * ys + y]
   */
  static double mutual(int[] joint, int xs, int ys) {
    return conditional(joint, 1, xs, ys);
  }

  /**
   * {@code I(X; Y | Z) = sum p(x, y, z) ln(p(x, y | z) / (p(x | z) p(y | z)))}; 0 without counts.
   *
   * @param joint counts, [(z * xs + x) * ys + y]
   */
  static double conditional(int[] joint, int zs, int xs, int ys) {
    double sum = 0;
    long total = 0;
    long[] ofX = new long[xs];
    long[] ofY = new long[ys];
    for (int z = 0; z < zs; z++) {
      Arrays.fill(ofX, 0);
      Arrays.fill(ofY, 0);
      long ofZ = 0;
      for (int x = 0; x < xs; x++) {
        for (int y = 0; y < ys; y++) {
          int count = joint[(z * xs + x) * ys + y];
          ofX[x] += count;
          ofY[y] += count;
          ofZ += count;
        }
      }
      for (int x = 0; x < xs; x++) {
        for (int y = 0; y < ys; y++) {
          int count = joint[(z * xs + x) * ys + y];
          if (count > 0) {
            sum += count * Math.log((double) count * ofZ / ((double) ofX[x] * ofY[y]));
          }
        }
      }
      total += ofZ;
    }
    return total == 0 ? 0 : sum / total;
  }
}
