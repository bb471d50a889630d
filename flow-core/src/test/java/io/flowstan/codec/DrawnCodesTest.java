package io.flowstan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.SeededFlows;
import io.flowstan.testing.SmallVocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes that no encoding makes, but that the step graph can draw. */
class DrawnCodesTest {
  private static final int PEER = 8 << 24 | 77;

  private final CodecSpec spec = SmallVocabulary.spec();
  private final FlowCodec codec = new FlowCodec(spec);
  private final HostContext context = new HostContext(HostStory.HOST, SeededFlows.START_SECOND);
  private final CodedFlow coded = new CodedFlow();

  @Test
  void aCopyOfATunnelWithStrayPortsHasNone() {
    Flow stray = flow(IpProtocol.GRE, 7, 1, 0, 1, 28);
    codec.encode(context, stray, coded);
    codec.observe(context, stray, coded);
    coded.peerEvent = CodecSpec.REPLIES;
    coded.firstOctet = -1;
    coded.service = CodecSpec.COPY_SERVICE;
    coded.servicePort = 0;
    // the graph knows no port here: neither the last flow nor this one is TCP or UDP
    coded.otherPortClass = -1;
    coded.otherPort = 0;

    Flow copy = codec.decode(context, coded, 0);

    assertThat(copy.sourcePort()).isZero();
    assertThat(copy.destinationPort()).isZero();
  }

  /** Packet counts at which 40 n + 1, or 28 n, is no float32; bytes are the nearest below. */
  @ParameterizedTest
  @CsvSource({"6, 24, 3999999, 159999952", "6, 24, 500001, 20000040", "17, 0, 3999999, 111999968"})
  void bytesBelowTheRulesLeastAreRaisedToIt(int protocol, int flags, long packets, long bytes) {
    codec.encode(context, flow(protocol, 50_000, 443, flags, packets, 1_500 * packets), coded);
    coded.bytes = bytes;

    Flow flow = codec.decode(context, coded, PEER);

    assertThat(FlowRule.allHold(flow, HostStory.HOST)).isTrue();
    assertThat(flow.bytes() - bytes).isBetween(1L, 64L);
  }

  @Test
  void bytesAboveTheRulesMostAreLoweredToIt() {
    codec.encode(context, flow(IpProtocol.TCP, 50_000, 443, TcpFlags.ACK, 3, 4_500), coded);
    coded.bytes = 4_501;

    assertThat(codec.decode(context, coded, PEER).bytes()).isEqualTo(4_500);
  }

  private static Flow flow(
      int protocol, int hostPort, int peerPort, int flags, long packets, long bytes) {
    return new Flow(
        SeededFlows.START_SECOND,
        0,
        HostStory.HOST,
        PEER,
        hostPort,
        peerPort,
        protocol,
        flags,
        0,
        0,
        packets,
        bytes,
        "background");
  }
}
