package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChowLiuTreeTest {
  @Test
  void theTreeOfAKnownNetworkIsFound() {
    // Given 0 -> 2, 2 -> 1, 2 -> 3: each child a copy that one time in five is drawn anew
    Random random = new Random(4);
    byte[][] rows = new byte[4][5_000];
    for (int t = 0; t < 5_000; t++) {
      rows[0][t] = (byte) random.nextInt(3);
      rows[2][t] = copyOf(rows[0][t], random);
      rows[1][t] = copyOf(rows[2][t], random);
      rows[3][t] = copyOf(rows[2][t], random);
    }

    ChowLiuTree tree = ChowLiuTree.of(List.<byte[][]>of(rows), new int[] {3, 3, 3, 3});

    assertThat(tree.parents()).containsExactly(-1, 2, 0, 2);
  }

  @Test
  void parentsComeBeforeChildren() {
    Random random = new Random(9);
    byte[][] rows = new byte[6][200];
    for (byte[] column : rows) {
      for (int t = 0; t < column.length; t++) {
        column[t] = (byte) random.nextInt(4);
      }
    }

    ChowLiuTree tree = ChowLiuTree.of(List.<byte[][]>of(rows), new int[] {4, 4, 4, 4, 4, 4});

    boolean[] seen = new boolean[6];
    for (int node : tree.order()) {
      assertThat(tree.parents()[node] < 0 || seen[tree.parents()[node]]).isTrue();
      seen[node] = true;
    }
  }

  private static byte copyOf(byte value, Random random) {
    return random.nextInt(5) == 0 ? (byte) random.nextInt(3) : value;
  }
}
