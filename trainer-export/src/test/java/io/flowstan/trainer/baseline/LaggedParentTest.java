package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaggedParentTest {
  private static final int[] SIZES = {3, 3};
  private static final int ROWS = 3_000;

  @Test
  void theLagOfAKnownProcessIsFound() {
    // Given attribute 1 as attribute 0 was three rows ago, four times out of five
    Random random = new Random(8);
    byte[][] rows = noise(random);
    for (int t = 3; t < ROWS; t++) {
      rows[1][t] = random.nextInt(5) == 0 ? rows[1][t] : rows[0][t - 3];
    }

    assertThat(LaggedParent.of(List.<byte[][]>of(rows), SIZES, 1, 0)).isEqualTo(new Source(0, 3));
  }

  @Test
  void noiseHasNoLaggedParent() {
    assertThat(LaggedParent.of(List.<byte[][]>of(noise(new Random(8))), SIZES, 1, 0)).isNull();
  }

  @Test
  void whatTheParentInTheRowAlreadySaysIsNoGain() {
    // Given attribute 0 as it was a row ago, four times out of five, and attribute 1 a copy of it
    Random random = new Random(8);
    byte[][] rows = noise(random);
    for (int t = 1; t < ROWS; t++) {
      rows[0][t] = random.nextInt(5) == 0 ? rows[0][t] : rows[0][t - 1];
    }
    rows[1] = rows[0].clone();

    assertThat(LaggedParent.of(List.<byte[][]>of(rows), SIZES, 1, 0)).isNull();
  }

  @Test
  void rowsOfDifferentHostsAreNotNeighbours() {
    // Given hosts of two rows each, whose second row is random: only across hosts would there be
    // something to see
    Random random = new Random(8);
    List<byte[][]> hosts =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(h -> new byte[][] {{(byte) (h % 3), (byte) random.nextInt(3)}, {0, 0}})
            .toList();

    assertThat(LaggedParent.of(hosts, SIZES, 0, -1)).isNull();
  }

  private static byte[][] noise(Random random) {
    byte[][] rows = new byte[2][ROWS];
    for (byte[] column : rows) {
      for (int t = 0; t < ROWS; t++) {
        column[t] = (byte) random.nextInt(3);
      }
    }
    return rows;
  }
}
