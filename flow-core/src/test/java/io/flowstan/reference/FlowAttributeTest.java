package io.flowstan.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.testing.SeededFlows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlowAttributeTest {
  private static final int HOST = Ipv4.parse("42.219.1.7");

  /**
   * 2016-04-11T13:59:59Z; 3 packets of 300 bytes in 2 s from the host's port 50,000 to port 443.
   */
  private static final Flow FLOW =
      new Flow(
          1_460_383_199L,
          2_000,
          HOST,
          Ipv4.parse("8.8.4.4"),
          50_000,
          443,
          IpProtocol.TCP,
          27,
          0,
          40,
          3,
          300,
          "background");

  @ParameterizedTest
  @CsvSource({
    "GAP_SECONDS, 2", // 4..7
    "DIRECTION, out",
    "PROTOCOL, TCP",
    "SERVICE_PORT, 443",
    "TOS, 40",
    "TCP_FLAGS, .AP.SF",
    "PACKETS, 1", // 2..3
    "BYTES, 8", // 256..511
    "DURATION_MS, 10", // 1,024..2,047
    "HOUR, 13",
    "PEER_FIRST_OCTET, 8"
  })
  void aFlowFallsIntoTheBin(FlowAttribute attribute, String bin) {
    assertThat(attribute.text(attribute.bin(FLOW, HOST, 5))).isEqualTo(bin);
  }

  @ParameterizedTest
  @EnumSource
  void textAndNumberOfABinAreOneAnothers(FlowAttribute attribute) {
    for (int bin = 0; bin < attribute.size(); bin++) {
      assertThat(attribute.parse(attribute.text(bin))).isEqualTo(bin);
    }
    assertThat(attribute.parse("no such bin")).isEqualTo(FlowAttribute.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void everyFlowHasABin(FlowAttribute attribute) {
    for (Flow flow : SeededFlows.list(11, 2_000)) {
      assertThat(attribute.bin(flow, flow.source(), 3)).isBetween(0, attribute.size() - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, -", "1, 0", "2, 1", "3, 1", "1023, 9", "1024, 10"})
  void sizesAndTimesFallIntoPowersOfTwo(long gapSeconds, String bin) {
    int found = FlowAttribute.GAP_SECONDS.bin(FLOW, HOST, gapSeconds);
    assertThat(FlowAttribute.GAP_SECONDS.text(found)).isEqualTo(bin);
  }

  @Test
  void theGapOfAFirstFlowIsNotCounted() {
    assertThat(FlowAttribute.GAP_SECONDS.bin(FLOW, HOST, FlowAttribute.UNKNOWN_GAP))
        .isEqualTo(FlowAttribute.NONE);
  }
}
