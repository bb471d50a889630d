package io.flowstan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FlowTest {
  private static final Flow REQUEST = flow(1, 2, 40_000, 53, 1, 60, "background");

  private static Flow flow(
      int source, int destination, int sp, int dp, long packets, long bytes, String label) {
    return new Flow(
        100, 1_500, source, destination, sp, dp, IpProtocol.UDP, 0, 0, 0, packets, bytes, label);
  }

  @Test
  void theStartIsTheEndMinusTheDuration() {
    assertThat(REQUEST.endMs()).isEqualTo(100_000);
    assertThat(REQUEST.startMs()).isEqualTo(98_500);
  }

  @Test
  void aReplyIsTheExactReverse() {
    assertThat(flow(2, 1, 53, 40_000, 1, 90, "background").isReverseOf(REQUEST)).isTrue();
    assertThat(flow(2, 1, 53, 40_001, 1, 90, "background").isReverseOf(REQUEST)).isFalse();
    assertThat(REQUEST.isReverseOf(REQUEST)).isFalse();
  }

  @Test
  void thePeerIsTheOtherEnd() {
    assertThat(REQUEST.peerOf(1)).isEqualTo(2);
    assertThat(REQUEST.peerOf(2)).isEqualTo(1);
    assertThatThrownBy(() -> REQUEST.peerOf(3)).hasMessageContaining("'host' = 3");
  }

  @Test
  void whatNoExporterReportsIsRefusedWithFieldAndValue() {
    assertThatThrownBy(() -> flow(1, 2, 65_536, 53, 1, 60, "x"))
        .hasMessage("flow field 'sourcePort' = 65536: expected 0..65535");
    assertThatThrownBy(() -> flow(1, 2, 1, -1, 1, 60, "x"))
        .hasMessage("flow field 'destinationPort' = -1: expected 0..65535");
    assertThatThrownBy(() -> flow(1, 2, 1, 53, 0, 60, "x"))
        .hasMessage("flow field 'packets' = 0: expected a whole number >= 1");
    assertThatThrownBy(() -> flow(1, 2, 1, 53, 1, 0, "x"))
        .hasMessage("flow field 'bytes' = 0: expected a whole number >= 1");
    assertThatThrownBy(() -> flow(1, 2, 1, 53, 1, 60, " ")).hasMessageContaining("'label'");
  }
}
