package io.flowstan.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuickLnTest {
  @Test
  void isTheLogarithmOfAnyNormalNumberAboveZero() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000_000; i++) {
      double x = Math.scalb(1 + random.nextDouble(), random.nextInt(-1022, 1024));
      double ln = Math.log(x);

      assertThat(QuickLn.of(x)).as("ln %s", x).isCloseTo(ln, within(1e-12 * (1 + Math.abs(ln))));
    }
  }

  @Test
  void isExactWhereNothingIsToBeSaid() {
    assertThat(QuickLn.of(1)).isZero();
  }
}
