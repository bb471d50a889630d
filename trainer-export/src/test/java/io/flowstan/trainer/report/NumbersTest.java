package io.flowstan.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void aValueHasAsManyDigitsAsItsError() {
    assertThat(Numbers.text(.57213, .02148)).isEqualTo("0.572 \u00b1 0.021");
    assertThat(Numbers.text(48_123.4, 1_530)).isEqualTo("48,123 \u00b1 1,530");
    assertThat(Numbers.text(12.3456, 2.5)).isEqualTo("12.3 \u00b1 2.5");
  }

  @Test
  void withoutAnErrorAValueStandsAlone() {
    assertThat(Numbers.text(.25, 0)).isEqualTo(Numbers.text(.25));
  }
}
