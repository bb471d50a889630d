package io.flowstan.trainer.metric.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.table.Attribute;
import org.junit.jupiter.api.Test;

class LogBinsTest {

  @Test
  void edgesAreEquallyFarApartInLnOfOnePlusX() {
    // Given bytes up to 2^32 in 304 bins; by Python log1p(1500) / (log1p(2 ** 32) / 304) = 100.24
    LogBins bins = LogBins.of(Attribute.BYTES, 304);

    assertThat(bins.of(1_500)).isEqualTo(100);
    assertThat(bins.width()).isCloseTo(0.07296286111233907, within(1e-12));
  }

  @Test
  void binsReachFromZeroToTheMaximumAndBeyond() {
    LogBins bins = new LogBins(10, 1_000);

    assertThat(bins.of(0)).isZero();
    assertThat(bins.of(1_000)).isEqualTo(9);
    assertThat(bins.of(Long.MAX_VALUE)).isEqualTo(9);
    assertThat(bins.of(-5)).isZero();
  }

  @Test
  void countsAddUpToTheValues() {
    assertThat(new LogBins(2, 99).count(new long[] {0, 1, 8, 9, 50, 1_000}))
        // ln(100) / 2 = ln(10): 1 + x < 10 below
        .containsExactly(3, 3);
  }

  @Test
  void aClassHasNoLogarithmicBins() {
    assertThatThrownBy(() -> LogBins.of(Attribute.TOS, 304))
        .hasMessage("ToS has no logarithmic bins: expected a number");
  }
}
