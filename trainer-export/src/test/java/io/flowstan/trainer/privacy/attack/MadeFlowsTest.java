package io.flowstan.trainer.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks that see made flows only, on a copy of the training flows and on new hosts. */
class MadeFlowsTest {
  private static final FlowTable TRAINING = OwnHabits.table(1, 0, 30, 60);
  private static final FlowTable OTHERS = OwnHabits.table(2, 1_000, 30, 60);
  private static final FlowTable NEW = OwnHabits.table(3, 2_000, 30, 60);
  private static final List<FlowTable> REFERENCE =
      List.of(OwnHabits.table(4, 3_000, 30, 60), OwnHabits.table(5, 4_000, 30, 60));

  @Test
  void theDensityRatioCatchesACopy() {
    // healthy 1, broken (a ratio upside down, or blind to hosts) .5 and less
    assertThat(auc(TRAINING)).isGreaterThan(.95);
  }

  @Test
  void theDensityRatioFindsNothingInNewHostsOfTheSameLaw() {
    // 30 members against 30 others: standard error .075
    assertThat(auc(NEW)).isCloseTo(.5, within(.2));
  }

  @Test
  void theSameSeedGivesTheSameRatio() {
    DensityRatio once = DensityRatio.learn(NEW, REFERENCE, 7);
    DensityRatio again = DensityRatio.learn(NEW, REFERENCE, 7);
    assertThat(once.scores(OTHERS.byHost(), 0)).isEqualTo(again.scores(OTHERS.byHost(), 0));
  }

  @Test
  void aCopysRecordsAreNearestToTraining() {
    NearestRecord nearest = NearestRecord.of(TRAINING, TRAINING, OTHERS, 1);
    // the copy's windows are drawn alike from all, and every window of a host is compared with
    assertThat(nearest.nearerToTraining().value()).isGreaterThan(.95);
    assertThat(nearest.distanceRatio()).isLessThan(.5);
  }

  @Test
  void newHostsAreAsNearToOthersAsToTraining() {
    // Given 8 worlds of three tables of one law each
    double sum = 0;
    for (int world = 1; world <= 8; world++) {
      sum +=
          NearestRecord.of(
                  OwnHabits.table(10L * world, 0, 15, 30),
                  OwnHabits.table(10L * world + 1, 1_000, 15, 30),
                  OwnHabits.table(10L * world + 2, 2_000, 15, 30),
                  world)
              .nearerToTraining()
              .value();
    }

    // Then their mean is .5, with a standard error of about .04; of copies it is above .95
    assertThat(sum / 8).isCloseTo(.5, within(.12));
  }

  private static double auc(FlowTable made) {
    DensityRatio ratio = DensityRatio.learn(made, REFERENCE, 1);
    List<Guess> guesses = new ArrayList<>();
    TRAINING
        .byHost()
        .forEach((host, flows) -> guesses.add(new Guess(host, true, ratio.score(host, flows, 0))));
    OTHERS
        .byHost()
        .forEach((host, flows) -> guesses.add(new Guess(host, false, ratio.score(host, flows, 0))));
    return AttackFigures.curve(guesses).auc();
  }
}
