package io.flowstan.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowTallyTest {
  private static final int HOST = 0x0A00_0001;
  private static final int PEER = 0x0808_0808;
  private static final long SECOND = 1_460_332_800L;

  @ParameterizedTest
  @CsvSource({
    // the host's port, the peer's port, protocol, kinds beside OUTGOING and SINGLE_PACKET
    "80, 50000, 6, TCP SERVICE_AT_HOST HTTP_AT_HOST",
    "50000, 443, 6, TCP HTTPS_AT_PEER",
    "50000, 53, 17, UDP NAMES_AT_PEER",
    "53, 53, 17, UDP NAMES_AT_PEER",
    "25, 50000, 6, TCP SERVICE_AT_HOST MAIL_AT_HOST",
    "143, 50000, 6, TCP SERVICE_AT_HOST MAILBOX_AT_HOST",
    "22, 50000, 6, TCP SERVICE_AT_HOST SSH_AT_HOST",
    "2323, 50000, 6, TCP SERVICE_AT_HOST TELNET_AT_HOST",
    "3389, 50000, 6, TCP SERVICE_AT_HOST DESKTOP_AT_HOST",
    "50000, 993, 6, TCP MAIL_AT_PEER",
    "123, 123, 17, UDP TIME_AT_PEER",
    "123, 50000, 17, UDP SERVICE_AT_HOST TIME_AT_HOST",
    "445, 50000, 6, TCP SERVICE_AT_HOST FILES_AT_HOST",
    "137, 137, 17, UDP OTHER_AT_PEER",
    "137, 50000, 17, UDP SERVICE_AT_HOST NETBIOS_AT_HOST",
    "0, 2048, 1, ICMP",
    // what is of no kind that is named, where there are ports
    "9200, 50000, 6, TCP SERVICE_AT_HOST OTHER_AT_HOST",
    "50000, 22, 6, TCP OTHER_AT_PEER",
    // a service is at the lower port
    "443, 80, 6, TCP HTTP_AT_PEER",
  })
  void aFlowIsOfTheKindsThatItsEndsSay(int hostPort, int peerPort, int protocol, String kinds) {
    Flow flow = flow(SECOND, hostPort, peerPort, protocol, 1);

    Set<FlowShare> expected =
        Arrays.stream((kinds + " OUTGOING SINGLE_PACKET").split(" "))
            .map(FlowShare::valueOf)
            .collect(Collectors.toSet());
    assertThat(FlowShare.values())
        .filteredOn(share -> share.holds(flow, HOST, PeerTie.RECENT, 0))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theSameSecondIsThatOfTheFlowBefore() {
    FlowTally tally = new FlowTally();

    for (long second : new long[] {0, 0, 3, 3, 3, 4}) {
      tally.add(flow(SECOND + second, 80, 50_000, IpProtocol.TCP, 2), HOST, PeerTie.RECENT);
    }

    assertThat(tally.flows()).isEqualTo(6);
    assertThat(tally.flows(FlowShare.SAME_SECOND)).isEqualTo(3);
    assertThat(tally.flows(FlowShare.SINGLE_PACKET)).isZero();
  }

  @Test
  void largeFlowsHaveMorePacketsThanAreListedOneByOne() {
    FlowTally tally = new FlowTally();

    for (int packets : new int[] {1, CodecSpec.PACKET_CLASSES, CodecSpec.PACKET_CLASSES + 1}) {
      tally.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, packets), HOST, PeerTie.RECENT);
    }
    for (int packets : new int[] {999, 1_000, 1_000_000}) {
      tally.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, packets), HOST, PeerTie.RECENT);
    }

    assertThat(tally.flows(FlowShare.LARGE)).isEqualTo(4);
    assertThat(tally.flows(FlowShare.HUGE)).isEqualTo(2);
  }

  @Test
  void answersAndNewPeersAreCountedByTheirTies() {
    FlowTally tally = new FlowTally();

    for (PeerTie tie : new PeerTie[] {PeerTie.NEW, PeerTie.ANSWERED, PeerTie.RECENT, PeerTie.NEW}) {
      tally.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, 2), HOST, tie);
    }

    assertThat(tally.flows(FlowShare.NEW_PEER)).isEqualTo(2);
    assertThat(tally.flows(FlowShare.ANSWER)).isEqualTo(1);
  }

  @Test
  void whatIsReadGoesOnCounting() {
    FlowTally whole = new FlowTally();
    FlowTally first = new FlowTally();
    for (int i = 0; i < 3; i++) {
      whole.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, 1), HOST, PeerTie.NEW);
      first.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, 1), HOST, PeerTie.NEW);
    }
    ByteBuffer bytes = ByteBuffer.allocate(FlowTally.bytes());

    first.write(bytes);
    assertThat(bytes.remaining()).isZero();
    FlowTally read = FlowTally.read(bytes.flip());
    read.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, 1), HOST, PeerTie.NEW);
    whole.add(flow(SECOND, 80, 50_000, IpProtocol.TCP, 1), HOST, PeerTie.NEW);

    assertThat(read).usingRecursiveComparison().isEqualTo(whole);
  }

  @Test
  void theOddsOfNothingAreFinite() {
    assertThat(FlowTally.logOdds(0, 10)).isCloseTo(Math.log(0.5 / 10.5), within(1e-15));
    assertThat(FlowTally.logOdds(5, 10)).isZero();
  }

  private static Flow flow(long second, int hostPort, int peerPort, int protocol, int packets) {
    return new Flow(
        second,
        0,
        HOST,
        PEER,
        hostPort,
        peerPort,
        protocol,
        16,
        0,
        0,
        packets,
        60L * packets,
        "background");
  }
}
