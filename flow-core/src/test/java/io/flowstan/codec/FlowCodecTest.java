package io.flowstan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.PropertyTest;
import io.flowstan.testing.SeededFlows;
import io.flowstan.testing.SmallVocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowCodecTest {
  private static final int HOST = HostStory.HOST;
  private static final int PEER = 8 << 24 | 77;
  private static final int OTHER_PEER = 31 << 24 | 5;
  private static final long START = SeededFlows.START_SECOND;

  private final CodecSpec spec = SmallVocabulary.spec();
  private final FlowCodec codec = new FlowCodec(spec);
  private final HostContext context = new HostContext(HOST, START);
  private final CodedFlow coded = new CodedFlow();

  @PropertyTest
  void decodeUndoesEncode(long seed) {
    for (Flow flow : HostStory.of(spec, seed, 300)) {
      assertThat(FlowRule.allHold(flow, HOST)).as("%s", flow).isTrue();
      codec.encode(context, flow, coded);

      int newPeer = coded.isNewPeer() ? flow.peerOf(HOST) : 0;
      assertThat(codec.decode(context, coded, newPeer)).isEqualTo(flow);
      codec.observe(context, flow, coded);
    }
    assertThat(context.steps()).isEqualTo(300);
    assertThat(context.knownPeers()).isGreaterThan(40);
  }

  @PropertyTest
  void whatIsDecodedIsEncodedTheSame(long seed) {
    CodedFlow again = new CodedFlow();
    for (Flow flow : HostStory.of(spec, seed, 100)) {
      codec.encode(context, flow, coded);
      Flow decoded = codec.decode(context, coded, flow.peerOf(HOST));

      codec.encode(context, decoded, again);
      assertThat(again).usingRecursiveComparison().isEqualTo(coded);
      codec.observe(context, flow, coded);
    }
  }

  @Test
  void replyComesBeforeRecentPeerBeforeNewPeer() {
    Flow request = tcp(0, HOST, 50_000, PEER, 443);

    assertThat(events(request, reverse(request), tcp(0, HOST, 50_001, PEER, 443)))
        .containsExactly(CodecSpec.NEW_PEER, 0, CodecSpec.REPLIES);
  }

  @Test
  void ofTwoFlowsAlikeTheLatestIsAnswered() {
    Flow request = tcp(0, HOST, 50_000, PEER, 443);
    Flow between = tcp(0, HOST, 50_000, OTHER_PEER, 443);

    assertThat(events(request, request, between, reverse(request)).get(3)).isEqualTo(1);
  }

  @Test
  void aFlowEightBackIsAnsweredAndNineBackIsNot() {
    Flow request = tcp(0, HOST, 50_000, PEER, 443);
    List<Flow> flows = new ArrayList<>(List.of(request));
    for (int i = 1; i < 8; i++) {
      flows.add(tcp(0, HOST, 50_000 + i, OTHER_PEER, 443));
    }
    flows.add(reverse(request));
    assertThat(events(flows.toArray(Flow[]::new)).get(8)).isEqualTo(7);

    HostContext later = new HostContext(HOST, START);
    flows.add(1, tcp(0, HOST, 50_100, OTHER_PEER, 443));
    assertThat(eventsIn(later, flows.toArray(Flow[]::new)).get(9)).isEqualTo(CodecSpec.REPLIES + 1);
  }

  @Test
  void theDurationOfTheFlowAnsweredIsCopied() {
    Flow request = lasting(3_000, tcp(0, HOST, 50_000, PEER, 443));
    events(request);

    codec.encode(context, lasting(3_000, reverse(request)), coded);
    assertThat(coded.durationSteps).isEqualTo(CodedFlow.SAME_DURATION);
    assertThat(durationClass()).isEqualTo(CodecSpec.COPY_DURATION);
    assertThat(codec.decode(context, coded, 0).durationMs()).isEqualTo(3_000);

    codec.encode(context, lasting(3_004, reverse(request)), coded);
    assertThat(durationClass()).isEqualTo(spec.durationClasses() - 1);
  }

  @Test
  void noDurationIsNoCopyAndAnotherFlowsDurationIsListed() {
    Flow request = lasting(0, tcp(0, HOST, 50_000, PEER, 443));
    events(request);

    codec.encode(context, reverse(request), coded);
    assertThat(durationClass()).isZero();

    // 750 steps of 4 ms are the first that stand in the vocabulary
    codec.encode(context, lasting(3_000, tcp(0, HOST, 50_001, PEER, 443)), coded);
    assertThat(coded.durationSteps).isEqualTo(750);
    assertThat(durationClass()).isEqualTo(CodecSpec.FIRST_LISTED_DURATION);
  }

  @Test
  void anIcmpRequestHasNoReply() {
    Flow request = flow(0, HOST, 0, PEER, 2_048, IpProtocol.ICMP, 0, 28);
    Flow echo = flow(0, PEER, 0, HOST, 0, IpProtocol.ICMP, 0, 28);

    assertThat(events(request, echo)).containsExactly(CodecSpec.NEW_PEER, CodecSpec.REPLIES);
  }

  @Test
  void serviceAndPortsAreCopiedBeforeTheyAreListedOrSpelledOut() {
    events(tcp(0, HOST, 50_000, PEER, 443));
    codec.encode(context, tcp(0, HOST, 50_000, PEER, 443), coded);
    assertThat(coded.service).isEqualTo(CodecSpec.COPY_SERVICE);
    assertThat(coded.otherPortClass).isEqualTo(CodecSpec.COPY_PEER_PORT);

    codec.encode(context, tcp(0, HOST, 50_000, OTHER_PEER, 443), coded);
    assertThat(coded.service).isEqualTo(1);
    assertThat(coded.otherPortClass).isEqualTo(CodecSpec.COPY_LAST_PORT);

    codec.encode(context, tcp(0, HOST, 50_016, OTHER_PEER, 443), coded);
    assertThat(CodecSpec.portStep(coded.otherPortClass)).isEqualTo(16);

    codec.encode(context, tcp(0, HOST, 49_984, OTHER_PEER, 443), coded);
    assertThat(coded.otherPortClass).isEqualTo(CodecSpec.FIRST_LISTED_PORT - 1);
    assertThat(CodecSpec.portStep(coded.otherPortClass)).isEqualTo(-16);
    assertThat(codec.decode(context, coded, OTHER_PEER).sourcePort()).isEqualTo(49_984);

    codec.encode(context, tcp(0, HOST, 50_017, OTHER_PEER, 443), coded);
    assertThat(coded.otherPortClass).isEqualTo(spec.firstPortBin() + 7);
    assertThat(coded.otherPort).isEqualTo(50_017);

    codec.encode(context, tcp(0, HOST, 123, OTHER_PEER, 8_081), coded);
    assertThat(coded.service).isEqualTo(spec.restService(true));
    assertThat(coded.servicePort).isEqualTo(123);
  }

  @Test
  void everyStepOfAPortHasItsClass() {
    for (int step = -CodecSpec.PORT_STEPS; step <= CodecSpec.PORT_STEPS; step++) {
      if (step != 0) {
        int portClass = CodecSpec.classOfPortStep(step);
        assertThat(portClass).isBetween(CodecSpec.FIRST_PORT_STEP, CodecSpec.FIRST_LISTED_PORT - 1);
        assertThat(CodecSpec.portStep(portClass)).isEqualTo(step);
      }
    }
  }

  @Test
  void ofTwoPortsOfNetworkTimeThePeersIsTheService() {
    // more pairs have the host's port, as where many hosts ask few servers
    ServiceClass atHost = new ServiceClass(ServiceClass.Kind.PORT, true, 123);
    ServiceClass atPeer = new ServiceClass(ServiceClass.Kind.PORT, false, 123);
    FlowCodec ranked = new FlowCodec(withServices(List.of(atHost, atPeer)));

    assertThat(ranked.serviceOf(IpProtocol.UDP, 123, 123, 123)).isEqualTo(atPeer);
    assertThat(ranked.serviceOf(IpProtocol.UDP, 50_000, 123, 123)).isEqualTo(atPeer);
    assertThat(ranked.serviceOf(IpProtocol.UDP, 123, 50_000, 50_000)).isEqualTo(atHost);
  }

  private CodecSpec withServices(List<ServiceClass> services) {
    return new CodecSpec(
        spec.protocols(),
        services,
        spec.otherPorts(),
        spec.portBins(),
        spec.tos(),
        spec.flags(),
        spec.byteValues(),
        spec.durations(),
        spec.labels(),
        spec.firstOctets(),
        spec.maxPackets(),
        spec.escapeProbability(),
        spec.weekdayKnown(),
        spec.earlierDaysKnown());
  }

  @Test
  void aTunnelsStrayPortsAreSpelledOutAgain() {
    Flow stray = flow(0, HOST, 7, PEER, 50_000, IpProtocol.GRE, 0, 28);
    events(stray);

    codec.encode(context, stray, coded);

    assertThat(coded.service).isEqualTo(spec.restService(true));
    assertThat(coded.servicePort).isEqualTo(7);
    assertThat(coded.otherPortClass).isEqualTo(CodecSpec.COPY_LAST_PORT);
  }

  @Test
  void valuesOutsideTheVocabulariesAreTheEscape() {
    Flow odd =
        new Flow(
            START, 0, HOST, 9 << 24 | 1, 0, 0, 99, TcpFlags.ACK | TcpFlags.URG, 0, 4, 1, 28, "dos");

    codec.encode(context, odd, coded);

    assertThat(coded.protocol).isEqualTo(spec.protocols().size());
    assertThat(coded.firstOctet).isEqualTo(spec.firstOctets().size());
    assertThat(coded.flags).isEqualTo(spec.flags().size());
    assertThat(coded.tos).isEqualTo(spec.tos().size());
    assertThat(coded.label).isEqualTo(spec.labels().size());
  }

  @Test
  void unlistedServicesAreSpelledOut() {
    codec.encode(context, tcp(0, HOST, 50_000, PEER, 8_081), coded);
    assertThat(coded.service).isEqualTo(spec.restService(false));
    assertThat(coded.servicePort).isEqualTo(8_081);

    codec.encode(context, flow(0, HOST, 0, PEER, 769, IpProtocol.ICMP, 0, 28), coded);
    assertThat(coded.service).isEqualTo(spec.restIcmp());
    assertThat(coded.servicePort).isEqualTo(769);
  }

  @Test
  void timeThatRunsBackwardsIsRefused() {
    Flow early = tcp(-1, HOST, 50_000, PEER, 443);

    assertThatThrownBy(() -> codec.encode(context, early, coded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "flow of host 42.219.0.1 ends 1 s before the one before it: expected time never to run"
                + " backwards");
  }

  private List<Integer> events(Flow... flows) {
    return eventsIn(context, flows);
  }

  private List<Integer> eventsIn(HostContext at, Flow... flows) {
    List<Integer> events = new ArrayList<>();
    for (Flow flow : flows) {
      codec.encode(at, flow, coded);
      events.add(coded.peerEvent);
      codec.observe(at, flow, coded);
    }
    return events;
  }

  private static Flow reverse(Flow f) {
    return flow(
        f.endSecond() - START,
        f.destination(),
        f.destinationPort(),
        f.source(),
        f.sourcePort(),
        f.protocol(),
        f.tcpFlags(),
        f.bytes());
  }

  private static Flow tcp(long second, int source, int sourcePort, int to, int toPort) {
    return flow(second, source, sourcePort, to, toPort, IpProtocol.TCP, TcpFlags.ACK, 40);
  }

  private static Flow flow(
      long second, int source, int sourcePort, int to, int toPort, int ip, int flags, long bytes) {
    return new Flow(
        START + second, 0, source, to, sourcePort, toPort, ip, flags, 0, 0, 1, bytes, "background");
  }

  private long durationClass() {
    long[] targets = new long[TargetColumns.CLASSES];
    new TargetColumns(spec).write(coded, targets, 0, new float[TargetColumns.NUMBERS], 0);
    return targets[Head.DURATION.column()];
  }

  private static Flow lasting(int ms, Flow flow) {
    return new Flow(
        flow.endSecond(),
        ms,
        flow.source(),
        flow.destination(),
        flow.sourcePort(),
        flow.destinationPort(),
        flow.protocol(),
        flow.tcpFlags(),
        flow.forwardingStatus(),
        flow.tos(),
        flow.packets(),
        flow.bytes(),
        flow.label());
  }
}
