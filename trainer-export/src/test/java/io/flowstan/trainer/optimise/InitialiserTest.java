package io.flowstan.trainer.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class InitialiserTest {
  @Test
  void varianceIsThatOfTheFormula() {
    // sample variance of 20,000 values: healthy within 3 %; broken (fan-in for fan-out): 100 %; bar
    // 6 %
    assertThat(variance(Initialiser.HE_UNIFORM)).isCloseTo(2 / 100.0, within(0.06 * 2 / 100));
    assertThat(variance(Initialiser.GLOROT_UNIFORM)).isCloseTo(2 / 300.0, within(0.06 * 2 / 300));
    assertThat(variance(Initialiser.normal(0.3))).isCloseTo(0.09, within(0.06 * 0.09));
    assertThat(variance(Initialiser.ZEROS)).isZero();
  }

  @Test
  void aParameterMoreLeavesTheOthersAsTheyWere() {
    ParameterSpec a = ParameterSpec.of("a", Initialiser.HE_UNIFORM, 3, 2);
    ParameterSpec b = ParameterSpec.of("b", Initialiser.HE_UNIFORM, 2);
    float[] alone = new ParameterLayout(List.of(b)).initialValues(5);
    float[] both = new ParameterLayout(List.of(a, b)).initialValues(5);
    assertThat(new float[] {both[6], both[7]}).containsExactly(alone);
    assertThat(both[0]).isNotEqualTo(both[6]);
  }

  @Test
  void aNameDeclaredTwiceIsRefused() {
    ParameterSpec a = ParameterSpec.of("heads.w", Initialiser.ZEROS, 3);
    assertThatThrownBy(() -> new ParameterLayout(List.of(a, a)))
        .hasMessage("parameter 'heads.w' is declared twice");
  }

  private static double variance(Initialiser init) {
    float[] values = ParameterSpec.of("w", init, 100, 200).initialValues(1);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += value * (double) value;
    }
    double mean = sum / values.length;
    return squares / values.length - mean * mean;
  }
}
