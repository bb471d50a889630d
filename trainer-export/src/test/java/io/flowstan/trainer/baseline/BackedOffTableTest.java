package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackedOffTableTest {
  /** One host: x = 0 1 1 1, its parent p = 0 0 1 1. */
  private static final List<byte[][]> HOSTS =
      List.of(new byte[][][] {{{0, 1, 1, 1}, {0, 0, 1, 1}}});

  private static final int[] SIZES = {2, 2};

  @Test
  void withoutParentsItIsLaplacesRule() {
    BackedOffTable table = BackedOffTable.fit(HOSTS, SIZES, 0, -1, null);

    assertThat(table.probability(1, 0, -1)).isCloseTo((3 + 1) / 6.0, within(1e-12));
  }

  @Test
  void aParentBacksOffToTheMarginal() {
    BackedOffTable table = BackedOffTable.fit(HOSTS, SIZES, 0, 1, null);

    // n(1, p = 1) = 2 of 2, and K = 2 of P(1) = 2/3
    assertThat(table.probability(1, 1, -1)).isCloseTo((2 + 2 * 2 / 3.0) / 4, within(1e-12));
  }

  @Test
  void aLaggedParentBacksOffToTheParentInTheRow() {
    BackedOffTable table = BackedOffTable.fit(HOSTS, SIZES, 0, 1, new Source(0, 1));

    // given p = 1 and x = 1 a row earlier: 2 of 2, and K = 2 of P(1 | p = 1) = 5/6
    assertThat(table.probability(1, 1, 1)).isCloseTo((2 + 2 * 5 / 6.0) / 4, within(1e-12));
  }

  @Test
  void parentsNeverSeenTogetherGiveTheBackOff() {
    BackedOffTable table = BackedOffTable.fit(HOSTS, SIZES, 0, 1, new Source(0, 1));

    assertThat(table.probability(0, 1, 0)).isCloseTo(1 / 6.0, within(1e-12));
  }
}
