package io.flowstan.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.reference.ReferenceBins;
import io.flowstan.reference.ReferenceHistograms;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamWindowTest {
  private static final int HOST = SomeFlows.HOST;
  private static final long START = SomeFlows.END_SECOND;

  private final ReferenceBins bins =
      new ReferenceBins(new ReferenceHistograms(Map.of("tos", Map.of("0", 1L))));
  private final StreamWindow window = new StreamWindow(bins);

  @Test
  void flowsOfTheLastHourAreThere() {
    // When a flow a minute for two hours
    for (int minute = 0; minute < 120; minute++) {
      count(START + 60L * minute);
    }
    // Then 12 slices of 5 minutes are full
    assertThat(flows()).isEqualTo(60);
  }

  @Test
  void aNewSliceTakesThePlaceOfTheOldest() {
    // Given an hour
    for (int minute = 0; minute < 60; minute++) {
      count(START + 60L * minute);
    }
    // When the next slice begins
    count(START + 3_600);
    // Then
    assertThat(flows()).isEqualTo(56);
  }

  @Test
  void afterALeapNothingOldIsLeft() {
    count(START);
    count(START + 86_400);
    assertThat(flows()).isEqualTo(1);
  }

  @Test
  void hostsMayBeALittleApart() {
    count(START + 1_000);
    count(START + 10);
    assertThat(flows()).isEqualTo(2);
  }

  @Test
  void whatIsOlderThanTheHourIsNotCounted() {
    count(START + 3_700);
    count(START);
    assertThat(flows()).isEqualTo(1);
  }

  @Test
  void timeBeforeTheEpochIsATimeToo() {
    count(-4_000);
    count(-3_999);
    assertThat(flows()).isEqualTo(2);
  }

  private void count(long endSecond) {
    window.count(
        new Flow(
            endSecond, 0, HOST, Ipv4.parse("8.8.4.4"), 1, 2, IpProtocol.UDP, 0, 0, 0, 1, 60, "x"),
        HOST,
        0);
  }

  private long flows() {
    window.publish();
    long[] counts = new long[bins.size()];
    long flows = window.addTo(counts);
    assertThat(bins.flows(0, counts)).isEqualTo(flows);
    return flows;
  }
}
