package io.flowstan.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlowRuleTest {
  private static final int HOST = Ipv4.parse("10.0.0.1");
  private static final int PEER = Ipv4.parse("192.0.2.7");

  /** A web request that obeys every rule. */
  private static Flow tcp(int durationMs, String flags, long packets, long bytes) {
    return flow(HOST, PEER, durationMs, 40_000, 443, IpProtocol.TCP, flags, 0, packets, bytes);
  }

  private static Flow flow(
      int source,
      int destination,
      int durationMs,
      int sourcePort,
      int destinationPort,
      int protocol,
      String flags,
      int forwardingStatus,
      long packets,
      long bytes) {
    return new Flow(
        1_460_332_800L,
        durationMs,
        source,
        destination,
        sourcePort,
        destinationPort,
        protocol,
        TcpFlags.parse(flags),
        forwardingStatus,
        0,
        packets,
        bytes,
        "background");
  }

  static Stream<Arguments> flowsThatBreakOneRule() {
    int udp = IpProtocol.UDP;
    int tcp = IpProtocol.TCP;
    return Stream.of(
        Arguments.of(
            FlowRule.HOST_IS_AN_END, flow(PEER, PEER + 1, 4, 9, 9, udp, "......", 0, 2, 200)),
        Arguments.of(FlowRule.TWO_ENDS, flow(HOST, HOST, 4, 9, 9, udp, "......", 0, 2, 200)),
        Arguments.of(FlowRule.FORWARDED, flow(HOST, PEER, 4, 9, 9, udp, "......", 64, 2, 200)),
        Arguments.of(FlowRule.DURATION_GRID, tcp(6, ".AP.SF", 8, 900)),
        Arguments.of(FlowRule.DURATION_GRID, tcp(364_004, ".AP.SF", 8, 900)),
        Arguments.of(FlowRule.BYTES_PER_PACKET, tcp(4, ".A..S.", 2, 79)),
        Arguments.of(FlowRule.BYTES_PER_PACKET, tcp(4, ".A..S.", 2, 3_001)),
        Arguments.of(FlowRule.BYTES_PER_PACKET, flow(HOST, PEER, 4, 9, 9, udp, "......", 0, 2, 55)),
        Arguments.of(FlowRule.SINGLE_PACKET_IS_INSTANT, tcp(4, "....S.", 1, 60)),
        Arguments.of(FlowRule.FLAGS_OF_PROTOCOL, tcp(0, "......", 1, 60)),
        Arguments.of(
            FlowRule.FLAGS_OF_PROTOCOL, flow(HOST, PEER, 0, 9, 9, udp, ".A..S.", 0, 1, 60)),
        Arguments.of(FlowRule.FIN_AND_PSH_NEED_ACK, tcp(0, ".....F", 1, 60)),
        Arguments.of(FlowRule.FIN_AND_PSH_NEED_ACK, tcp(0, "..P...", 1, 60)),
        Arguments.of(FlowRule.SYN_WITH_FIN_OR_PSH_NEEDS_TWO, tcp(0, ".A..SF", 1, 60)),
        Arguments.of(FlowRule.SYN_WITH_FIN_OR_PSH_NEEDS_TWO, tcp(0, ".AP.S.", 1, 60)),
        Arguments.of(FlowRule.PSH_CARRIES_PAYLOAD, tcp(4, ".AP...", 2, 80)),
        Arguments.of(FlowRule.TRANSPORT_PORTS, flow(HOST, PEER, 4, 0, 9, tcp, ".A....", 0, 2, 200)),
        Arguments.of(FlowRule.TRANSPORT_PORTS, flow(HOST, PEER, 4, 9, 0, udp, "......", 0, 2, 200)),
        Arguments.of(
            FlowRule.ICMP_TYPE_IN_DESTINATION_PORT,
            flow(HOST, PEER, 4, 8, 0, IpProtocol.ICMP, "......", 0, 2, 200)));
  }

  static Stream<Flow> flowsAtTheEdgeOfTheRules() {
    return Stream.of(
        tcp(364_000, ".AP.SF", 8, 900),
        tcp(0, ".A..S.", 2, 80),
        tcp(4, ".A..S.", 2, 3_000),
        tcp(0, "....S.", 1, 40),
        tcp(4, ".AP.SF", 2, 81),
        flow(PEER, HOST, 0, 1, 65_535, IpProtocol.UDP, ".A....", 0, 1, 28),
        flow(HOST, PEER, 0, 0, 2_048, IpProtocol.ICMP, ".A....", 0, 1, 84),
        flow(HOST, PEER, 0, 0, 0, IpProtocol.GRE, "......", 0, 1, 28));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("flowsThatBreakOneRule")
  void aBreakingFlowBreaksItsRuleAndNoOther(FlowRule rule, Flow flow) {
    assertThat(broken(flow)).containsExactly(rule);
    assertThat(FlowRule.allHold(flow, HOST)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("flowsAtTheEdgeOfTheRules")
  void aFlowAtTheEdgeHoldsAllRules(Flow flow) {
    assertThat(broken(flow)).isEmpty();
    assertThat(FlowRule.allHold(flow, HOST)).isTrue();
  }

  @Test
  void everyRuleHasABreakingFlow() {
    List<FlowRule> shown = new ArrayList<>();
    flowsThatBreakOneRule().forEach(arguments -> shown.add((FlowRule) arguments.get()[0]));

    assertThat(shown).containsAll(EnumSet.allOf(FlowRule.class));
  }

  private static Set<FlowRule> broken(Flow flow) {
    Set<FlowRule> broken = EnumSet.noneOf(FlowRule.class);
    for (FlowRule rule : FlowRule.values()) {
      if (!rule.holds(flow, HOST)) {
        broken.add(rule);
      }
    }
    return broken;
  }
}
