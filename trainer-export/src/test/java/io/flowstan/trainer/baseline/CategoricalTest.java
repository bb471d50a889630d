package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CategoricalTest {
  /** Names 0..3; counts 0, 3, 1, 0. */
  private final Categorical names =
      new Categorical(ValueCounts.of(new long[] {1, 2, 1, 1}), new Support(0, 3, 1));

  @Test
  void aNameCostsWhatLaplacesRuleSays() {
    // (count + 1) / (4 + 4)
    assertThat(new double[] {names.nats(0), names.nats(1), names.nats(2), names.nats(3)})
        .containsExactly(
            new double[] {Math.log(8), Math.log(2), Math.log(4), Math.log(8)}, within(1e-12));
  }

  @Test
  void drawsComeAsOftenAsTheirProbabilitySays() {
    int[] seen = new int[4];
    Draws draws = new Draws(3);
    for (int i = 0; i < 8_000; i++) {
      seen[(int) names.draw(draws)]++;
    }

    // healthy: 1000, 4000, 2000, 1000 within 45; broken (shifted by one name): off by 1000;
    // bar: 180
    assertThat(new double[] {seen[0], seen[1], seen[2], seen[3]})
        .containsExactly(new double[] {1_000, 4_000, 2_000, 1_000}, within(180.0));
  }
}
