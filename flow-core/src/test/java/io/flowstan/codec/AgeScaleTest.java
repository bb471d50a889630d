package io.flowstan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgeScaleTest {
  @Test
  void isTheRoundedLogarithmOfEveryWholeNumber() {
    for (int n = 0; n < 300_000; n++) {
      long exact = Math.min(255, Math.round(22 * Math.log1p(n)));

      assertThat(AgeScale.of(n)).as("n = %d", n).isEqualTo((int) exact);
    }
    assertThat(AgeScale.of(Long.MAX_VALUE)).isEqualTo(255);
  }
}
