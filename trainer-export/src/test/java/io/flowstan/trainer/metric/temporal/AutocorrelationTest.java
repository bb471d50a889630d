package io.flowstan.trainer.metric.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AutocorrelationTest {

  @Test
  void agreesWithNumPy() {
    // Given
    double[] series = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};

    // When
    double[] curve = Autocorrelation.of(series, 3);

    // Then: c = x - x.mean(); [c[k:] @ c[:len(c) - k] / (c @ c) for k in (1, 2, 3)]
    assertThat(curve)
        .containsExactly(
            new double[] {-0.077044025157, -0.088050314465, 0.27358490566}, within(1e-11));
  }

  @Test
  void isUndefinedForEqualValuesWhoseMeanIsRounded() {
    // Given values whose rounded mean is not their value
    double[] series = new double[300];
    Arrays.fill(series, Math.log(60));

    // Then
    assertThat(Autocorrelation.of(series, 50)).isEmpty();
  }

  @Test
  void isUndefinedBeyondTheSeries() {
    assertThat(Autocorrelation.of(new double[] {1, 2, 3}, 3)).isEmpty();
    assertThat(Autocorrelation.of(new double[] {1, 2, 3}, 2)).hasSize(2);
  }
}
