package io.flowstan.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.testing.PropertyTest;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  /** Degrees of freedom 99: a healthy value is 99 +- 14; the bar is the 1 - 10^-9 quantile. */
  private static final double CHI_SQUARE_BAR = 203;

  @Test
  void bitsAreThePublishedOutputsOfSplitMix64() {
    assertThat(LongStream.range(0, 5).map(i -> CounterRandom.bits(1_234_567, i)).toArray())
        .containsExactly(
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821"));
  }

  @PropertyTest
  void bitsAreThoseOfTheJdksSplitMix64(long seed) {
    SplittableRandom oracle = new SplittableRandom(seed);

    for (int i = 0; i < 50; i++) {
      assertThat(CounterRandom.bits(seed, i)).isEqualTo(oracle.nextLong());
    }
  }

  @Test
  void uniformFloatsFillTheirHundredthsEvenlyAndStayBelowOne() {
    // Given 100,000 draws of one stream; their classes are the hundredths of [0, 1)
    int[] classes = new int[100];
    for (int i = 0; i < 100_000; i++) {
      classes[(int) (CounterRandom.uniform(42, i) * 100)]++;
    }

    // Then their chi-square is healthy (99 +- 14; a generator with 6 bits makes 1,000s)
    assertThat(chiSquare(classes, 1_000)).isLessThan(CHI_SQUARE_BAR);
  }

  @Test
  void uniformIntsFillTheirRangeEvenly() {
    int[] classes = new int[100];
    for (int i = 0; i < 100_000; i++) {
      classes[CounterRandom.uniformInt(43, i, 100)]++;
    }

    assertThat(chiSquare(classes, 1_000)).isLessThan(CHI_SQUARE_BAR);
  }

  @Test
  void theFirstDrawsOfNeighbouringSubKeysAreUniform() {
    // Given one draw of each of 100,000 hosts' streams, whose names are consecutive
    int[] classes = new int[100];
    for (int host = 0; host < 100_000; host++) {
      classes[CounterRandom.uniformInt(CounterRandom.subKey(7, host), 0, 100)]++;
    }

    // Then they are as even as the draws of one stream
    assertThat(chiSquare(classes, 1_000)).isLessThan(CHI_SQUARE_BAR);
  }

  @Test
  void subKeysOfAMillionNamesAreDistinct() {
    assertThat(LongStream.range(0, 1_000_000).map(i -> CounterRandom.subKey(7, i)).distinct())
        .hasSize(1_000_000);
  }

  @PropertyTest
  void drawsStayInTheirRange(long seed) {
    for (int i = 0; i < 100; i++) {
      assertThat(CounterRandom.uniform(seed, i)).isGreaterThanOrEqualTo(0).isLessThan(1);
      assertThat(CounterRandom.uniformDouble(seed, i)).isGreaterThanOrEqualTo(0).isLessThan(1);
      assertThat(CounterRandom.uniformInt(seed, i, 1)).isZero();
      assertThat(CounterRandom.uniformInt(seed, i, Integer.MAX_VALUE)).isNotNegative();
    }
  }

  private static double chiSquare(int[] classes, double expected) {
    double sum = 0;
    for (int count : classes) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }
}
