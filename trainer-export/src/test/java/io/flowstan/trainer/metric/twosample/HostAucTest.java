package io.flowstan.trainer.metric.twosample;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.metric.Resample;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HostAucTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  private final HostAuc area =
      HostAuc.of(
          new double[] {.1, .4, .35, .8, .2, .6},
          new int[] {0, 0, 1, 1, 1, 2},
          3,
          new double[] {.4, .9, .3, .7, .65},
          new int[] {0, 1, 1, 2, 2},
          3);

  @Test
  void ofAllHostsItIsTheAreaOfAllScores() {
    // scipy.stats.mannwhitneyu(positives, negatives).statistic / 6 / 5
    assertThat(area.auc(Resample.whole(3, 3)).orElseThrow()).isCloseTo(21.5 / 30, ROUNDING);
  }

  @Test
  void hostsDrawnAgainBringTheirScoresAgain() {
    // the same of numpy.repeat(negatives, 2, 2, 0, 0, 0, 3) and of positives 1, 2, 2, 0, 0 times
    Resample drawn = new Resample(new int[] {2, 0, 3}, new int[] {1, 2, 0});

    assertThat(area.auc(drawn).orElseThrow()).isCloseTo(.6, ROUNDING);
  }

  @Test
  void withoutAHostOnASideThereIsNone() {
    assertThat(area.auc(new Resample(new int[3], new int[] {1, 1, 1}))).isEmpty();
  }
}
