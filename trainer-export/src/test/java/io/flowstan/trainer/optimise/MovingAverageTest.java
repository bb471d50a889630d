package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
  private static final DjlEngine ENGINE = DjlEngine.start(1);

  @Test
  void distanceToStillWeightsShrinksByTheProductOfTheDecays() {
    // Given an average that begins at 0 and weights that stay at 1
    try (NDManager manager = ENGINE.newManager()) {
      NDArray weights = manager.create(new float[] {1});
      MovingAverage average = new MovingAverage(manager.create(new float[] {0}), 0.5);
      double distance = 1;
      for (int step = 1; step <= 12; step++) {
        try (NDManager scope = manager.newSubManager()) {
          average.update(weights, step, scope);
        }
        distance *= MovingAverage.decayAt(0.5, step);
      }
      assertThat((double) average.values()[0]).isCloseTo(1 - distance, within(1e-6));
    }
  }

  @Test
  void decayGrowsFromTwoElevenths() {
    assertThat(MovingAverage.decayAt(0.999, 1)).isEqualTo(2.0 / 11);
    assertThat(MovingAverage.decayAt(0.999, 90)).isEqualTo(0.91);
    assertThat(MovingAverage.decayAt(0.999, 1_000_000)).isEqualTo(0.999);
  }
}
