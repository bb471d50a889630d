package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.testing.PropertyTest;
import io.flowstan.trainer.table.Attribute;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BinsTest {
  private static final Support BYTES = Support.of(Attribute.BYTES);
  private static final Support PORTS = Support.of(Attribute.HOST_PORT);

  @PropertyTest
  void everyNumberIsInOneBinAndBinsHoldAsManyAsTheySay(long seed) {
    Random random = new Random(seed);
    long[] values = random.longs(1 + random.nextInt(300), 1, 2 + random.nextInt(500)).toArray();
    ValueCounts counts = ValueCounts.of(values);

    Bins bins = Bins.ofNumbers(counts, BYTES, 4 + random.nextInt(30));

    long[] found = new long[bins.count()];
    for (long x = 1; x <= 16 * (counts.largest() + 1); x++) {
      found[bins.of(x)]++;
    }
    assertThat(found)
        .containsExactly(LongStream.range(0, bins.count()).map(b -> bins.size((int) b)).toArray());
  }

  @PropertyTest
  void aDrawnNumberIsOfItsBin(long seed) {
    Random random = new Random(seed);
    long[] values = random.longs(300, 1, 2 + random.nextInt(500)).toArray();
    Bins bins = Bins.ofNumbers(ValueCounts.of(values), BYTES, 4 + random.nextInt(30));
    Draws draws = new Draws(seed);

    for (int bin = 0; bin < bins.count(); bin++) {
      assertThat(bins.of(bins.draw(bin, draws))).isEqualTo(bin);
    }
  }

  @Test
  void theWidthIsThatOfFreedmanAndDiaconis() {
    // Given 100..1099 once each: 2 (ln 850 - ln 350) / 10 = .1775 a bin on ln(1 + x) from ln 101
    // to ln 1101, so 14 of them
    Bins bins = Bins.ofNumbers(ValueCounts.of(LongStream.range(100, 1_100).toArray()), BYTES, 64);

    // Then there is also one bin below and one above
    assertThat(bins.count()).isEqualTo(14 + 2);
  }

  @Test
  void aCommonNumberHasABinToItself() {
    long[] values = LongStream.range(0, 1_000).map(i -> i % 10 == 0 ? 52 : 40 + i).toArray();

    Bins bins = Bins.ofNumbers(ValueCounts.of(values), BYTES, 16);

    assertThat(bins.size(bins.of(52))).isEqualTo(1);
  }

  @Test
  void aNumberBeyondTheSupportIsInTheLastBin() {
    Bins bins = Bins.ofNumbers(ValueCounts.of(new long[] {40, 60}), BYTES, 16);

    assertThat(bins.of(Long.MAX_VALUE)).isEqualTo(bins.of(61));
  }

  @Test
  void commonPortsStandAloneAndTheRestInRanges() {
    // Given ports 443 and 53 often, and 998 others once
    long[] values =
        LongStream.range(0, 100_000)
            .map(i -> i < 998 ? 2_000 + i : i % 2 == 0 ? 443 : 53)
            .toArray();

    Bins bins = Bins.ofNames(ValueCounts.of(values), PORTS, 64);

    // Then two bins and 64 / 4 ranges hold all 65,536 ports
    assertThat(bins.count()).isEqualTo(2 + 16);
    assertThat(LongStream.range(0, bins.count()).map(b -> bins.size((int) b)).sum())
        .isEqualTo(65_536);
  }
}
