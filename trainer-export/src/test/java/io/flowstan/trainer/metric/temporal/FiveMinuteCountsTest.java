package io.flowstan.trainer.metric.temporal;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiveMinuteCountsTest {

  @Test
  void aFlowCountsWhereItEnds() {
    // Given flows of a two-day table that begins at second 600, some outside it
    var flows = at(HOST, LongStream.of(599, 600, 899, 900, 173_399, 173_400));

    // When
    FiveMinuteCounts counts = FiveMinuteCounts.of(flows, 600, 2);

    // Then
    assertThat(counts.counts()).hasSize(576).startsWith(2, 1, 0).endsWith(0, 1);
    assertThat(counts.flowsPerDay()).isEqualTo(2);
  }

  @Test
  void theFanoFactorAgreesWithNumPy() {
    FiveMinuteCounts counts =
        new FiveMinuteCounts(new double[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8});

    // x.var(ddof=1) / x.mean()
    assertThat(counts.fano().orElseThrow()).isEqualTo(1.4825174825174827, within(1e-12));
  }

  @Test
  void aHostWithoutFlowsHasNoStatistic() {
    FiveMinuteCounts counts = new FiveMinuteCounts(new double[288]);

    assertThat(counts.fano()).isEmpty();
    assertThat(counts.autocorrelation(1)).isEmpty();
    assertThat(counts.hurst()).isEmpty();
  }
}
