package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InformationTest {
  @Test
  void independentBinsShareNothing() {
    // p(x, y) = p(x) p(y) with shares 1/4, 3/4 and 1/3, 2/3
    assertThat(Information.mutual(new int[] {1, 2, 3, 6}, 2, 2)).isCloseTo(0, within(1e-12));
  }

  @Test
  void equalBinsShareTheirEntropy() {
    // entropy of (1/4, 3/4): ln 4 - 3/4 ln 3
    assertThat(Information.mutual(new int[] {5, 0, 0, 15}, 2, 2))
        .isCloseTo(Math.log(4) - 0.75 * Math.log(3), within(1e-12));
  }

  @Test
  void anExclusiveOrIsSeenOnlyGivenTheThird() {
    // z = x xor y, all four equally often: I(X; Y | Z) = ln 2, I(X; Y) = 0
    int[] joint = {5, 0, 0, 5, 0, 5, 5, 0};

    assertThat(Information.conditional(joint, 2, 2, 2)).isCloseTo(Math.log(2), within(1e-12));
  }
}
