package io.flowstan.trainer.metric.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HurstExponentTest {

  @Test
  void agreesWithNumPy() {
    // Given
    double[] counts =
        IntStream.range(0, 288)
            .mapToDouble(i -> (i * i * 7 + i / 13 * 5) % 11 + i / 48 % 3 * 4)
            .toArray();

    // Then: 1 + polyfit(log(levels), log([y.reshape(-1, m).mean(1).var() for m in levels]), 1)[0]/2
    assertThat(HurstExponent.of(counts).orElseThrow()).isEqualTo(0.9025994375782266, within(1e-10));
  }

  @Test
  void independentCountsHaveNoLongMemory() {
    // Given 28,800 counts
    double[] counts =
        IntStream.range(0, 28_800).mapToDouble(i -> CounterRandom.uniformInt(1, i, 10)).toArray();

    // Then: .50, standard deviation .007 over seeds; .74 where each count comes six times in a row
    assertThat(HurstExponent.of(counts).orElseThrow()).isEqualTo(.5, within(.03));
  }

  @Test
  void isUndefinedWithoutVariation() {
    double[] counts = new double[288];
    Arrays.fill(counts, 3);

    assertThat(HurstExponent.of(counts)).isEmpty();
  }

  @Test
  void isUndefinedForLessThanADay() {
    double[] counts = IntStream.range(0, 287).mapToDouble(i -> i % 7).toArray();

    assertThat(HurstExponent.of(counts)).isEmpty();
  }
}
