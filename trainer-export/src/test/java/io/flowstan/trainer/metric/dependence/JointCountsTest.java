package io.flowstan.trainer.metric.dependence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JointCountsTest {

  private static JointCounts table(long... counts) {
    return new JointCounts(2, counts.length / 2, counts);
  }

  @Test
  void informationOfIdenticalColumnsIsOne() {
    assertThat(table(30, 0, 0, 70).normalisedMutualInformation()).isCloseTo(1, within(1e-12));
  }

  @Test
  void informationOfIndependentColumnsIsNone() {
    // Given shares (.25, .75) times (.4, .6)
    assertThat(table(10, 15, 30, 45).normalisedMutualInformation()).isCloseTo(0, within(1e-12));
  }

  @Test
  void informationIsThatOfScipy() {
    // scipy.stats.entropy e of t = [[30, 10, 5], [5, 20, 30]], its rows' and its columns' sums:
    // (e(rows) + e(columns) - e(t)) / sqrt(e(rows) * e(columns))
    assertThat(table(30, 10, 5, 5, 20, 30).normalisedMutualInformation())
        .isCloseTo(0.24192229869022028, within(1e-12));
  }

  @Test
  void aConstantTellsNothing() {
    assertThat(table(30, 70, 0, 0).normalisedMutualInformation()).isZero();
  }

  @Test
  void distanceOfTheDiagonalFromIndependenceIsOneHalf() {
    assertThat(table(50, 0, 0, 50).totalVariation(table(10, 10, 10, 10)))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void distanceOfTheOtherDiagonalIsOne() {
    assertThat(table(5, 0, 0, 5).totalVariation(table(0, 9, 9, 0))).isCloseTo(1, within(1e-12));
  }

  @Test
  void anotherShapeIsRefused() {
    assertThatThrownBy(() -> table(1, 1, 1, 1).totalVariation(table(1, 1, 1, 1, 1, 1)))
        .hasMessage("total variation of two shapes: expected the same");
  }
}
