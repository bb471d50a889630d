package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.testing.PropertyTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberHistogramTest {
  @PropertyTest
  void probabilitiesSumToOne(long seed) {
    Random random = new Random(seed);
    int lo = random.nextInt(40);
    int hi = lo + random.nextInt(3_000);
    List<Integer> except = random.ints(5, 0, 3_000).distinct().boxed().toList();
    NumberHistogram histogram = new NumberHistogram(lo, hi, except);
    for (int n = lo; n <= hi; n++) {
      if (!except.contains(n) && random.nextInt(3) == 0) {
        histogram.add(n);
      }
    }

    double sum = 0;
    for (int n = lo; n <= hi; n++) {
      sum += except.contains(n) ? 0 : Math.exp(-histogram.nats(n));
    }
    // where nothing is left of the support there is nothing to sum
    assertThat(sum)
        .satisfiesAnyOf(s -> assertThat(s).isCloseTo(1, within(1e-9)), s -> assertThat(s).isZero());
  }

  @Test
  void aNumberNeverSeenHasMassAndLessThanOneSeenOften() {
    NumberHistogram histogram = new NumberHistogram(1, 91_000, List.of());
    for (int i = 0; i < 1_000; i++) {
      histogram.add(100);
    }
    assertThat(histogram.nats(90_000)).isGreaterThan(histogram.nats(100)).isLessThan(20);
  }

  @Test
  void numbersOfABinAreAlike() {
    NumberHistogram histogram = new NumberHistogram(1, 1_000, List.of());
    histogram.add(70);
    // the square roots of two powers around: 64 and 90.5
    assertThat(histogram.nats(64)).isEqualTo(histogram.nats(90)).isNotEqualTo(histogram.nats(91));
    assertThat(histogram.nats(64)).isNotEqualTo(histogram.nats(63));
  }

  @Test
  void aNumberOutsideIsRefused() {
    assertThatThrownBy(() -> new NumberHistogram(1, 10, List.of()).nats(11))
        .hasMessageContaining("number 11: expected 1..10");
  }
}
