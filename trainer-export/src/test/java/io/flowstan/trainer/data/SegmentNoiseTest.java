package io.flowstan.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.trainer.data.SegmentBatches.ContextNoise;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SegmentNoiseTest {
  private static final int ROWS = 95;
  private static final int BYTES = CodecSpec.TICKS * HostContext.TICK_FEATURES;
  private static final ContextNoise NOISE = new ContextNoise(0.1, 0.2, 0.4, 0);

  @Test
  void withoutNoiseNothingIsMistaken() {
    byte[] own = filled(1);

    SegmentNoise none = SegmentNoise.draw(ContextNoise.NONE, 7, ROWS);

    assertThat(none.endRow()).isEqualTo(none.firstRow());
    assertThat(none.ticks(own, filled(2))).isSameAs(own);
  }

  @Test
  void theSharesAreThoseAskedFor() {
    // 10,000 draws: the deviation of a share of 0.4 is 0.005; a broken one would be 0 or 1
    SegmentNoise[] drawn =
        LongStream.range(0, 10_000)
            .mapToObj(key -> SegmentNoise.draw(NOISE, key * 77, ROWS))
            .toArray(SegmentNoise[]::new);

    assertThat(share(drawn, SegmentNoise::hidesTicks)).isCloseTo(0.1, within(0.02));
    assertThat(share(drawn, noise -> noise.strayTicks() > 0)).isCloseTo(0.2, within(0.02));
    assertThat(share(drawn, noise -> noise.endRow() > noise.firstRow()))
        .isCloseTo(0.4, within(0.02));
  }

  @Test
  void aRunOfRowsStaysInTheSegmentAndMayLieAtEitherEnd() {
    boolean atStart = false;
    boolean atEnd = false;
    for (long key = 0; key < 5_000; key++) {
      SegmentNoise noise = SegmentNoise.draw(NOISE, key, ROWS);
      assertThat(noise.firstRow()).isBetween(0, ROWS - 1);
      assertThat(noise.endRow()).isBetween(noise.firstRow(), ROWS);
      assertThat(noise.endRow() - noise.firstRow()).isLessThanOrEqualTo(48);
      atStart |= noise.firstRow() == 0 && noise.endRow() > 0;
      atEnd |= noise.endRow() == ROWS;
    }
    assertThat(atStart && atEnd).isTrue();
  }

  @Test
  void strayTicksAreTheLatest() {
    byte[] seen = new SegmentNoise(false, 5, 0, 0).ticks(filled(1), filled(2));

    int from = BYTES - 5 * HostContext.TICK_FEATURES;
    assertThat(Arrays.copyOf(seen, from)).containsOnly(1);
    assertThat(Arrays.copyOfRange(seen, from, BYTES)).containsOnly(2);
  }

  @Test
  void hiddenTicksAreAbsentEvenWhereTheyWouldBeStray() {
    assertThat(new SegmentNoise(true, 5, 0, 0).ticks(filled(1), filled(2))).containsOnly(0);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static double share(
      SegmentNoise[] drawn, java.util.function.Predicate<SegmentNoise> condition) {
    return (double) Arrays.stream(drawn).filter(condition).count() / drawn.length;
  }
}
