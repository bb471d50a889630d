package io.flowstan.trainer.metric.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.trainer.metric.twosample.RocCurve.Point;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RocCurveTest {
  private static final double[] NEGATIVES = {.1, .4, .4, .7};
  private static final double[] POSITIVES = {.4, .8, .7};

  @Test
  void areaIsTheMannWhitneyStatisticWithTiesAveraged() {
    // scipy.stats.mannwhitneyu([.4, .8, .7], [.1, .4, .4, .7]).statistic = 9.5 of 12 pairs
    assertThat(RocCurve.of(NEGATIVES, POSITIVES).auc()).isCloseTo(9.5 / 12, Offset.offset(1e-12));
  }

  @Test
  void pointsStepThroughTheDistinctScores() {
    assertThat(RocCurve.of(NEGATIVES, POSITIVES).points())
        .usingRecursiveFieldByFieldElementComparator(
            org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration.builder()
                .withComparatorForType(
                    (a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
                .build())
        .containsExactly(
            new Point(0, 0),
            new Point(0, 1.0 / 3),
            new Point(1.0 / 4, 2.0 / 3),
            new Point(3.0 / 4, 1),
            new Point(1, 1));
  }

  @Test
  void aSideWithoutScoresIsRefused() {
    assertThatThrownBy(() -> RocCurve.of(new double[0], POSITIVES))
        .hasMessage("ROC curve of 0 negatives and 3 positives: expected at least one each");
  }
}
