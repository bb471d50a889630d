package io.flowstan.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.ServiceClass;
import io.flowstan.codec.ServiceClass.Kind;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.profile.ProfileDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training reads out of a table of flows: the flows, their vocabularies, their profiles. */
class FlowTableTest {
  private static final int HOST = 42 << 24 | 219 << 16;
  private static final int PEER = 8 << 24;
  private static final long START = 1_460_332_800;

  @TempDir private Path folder;

  @Test
  void flowsThatBreakARuleAreLeftOutAndCounted() throws IOException {
    Path table = folder.resolve("x.csv");
    Files.writeString(
        table,
        """
        2016-04-11 00:00:01,0.000,42.219.0.1,8.0.0.1,50000,443,TCP,.AP.SF,0,0,4,400,background
        2016-04-11 00:00:02,0.000,8.0.0.1,42.219.0.1,443,50000,TCP,.AP.SF,0,0,4,100,background
        2016-04-11 00:00:03,0.000,8.0.0.1,42.219.0.1,443,50000,TCP,......,0,0,4,400,background
        2016-04-11 00:00:04,0.000,8.0.0.1,42.219.0.2,443,50000,TCP,.A....,0,0,4,400,background
        2016-04-12 00:00:05,0.000,8.0.0.1,9.9.9.9,443,50000,TCP,.A....,0,0,4,400,background
        """);
    HostList hosts = new HostList(List.of(HOST + 1, HOST + 2));

    HostFlows flows = HostFlows.read(table, hosts, OnError.FAIL);

    assertThat(flows.byHost().get(HOST + 1)).hasSize(1);
    assertThat(flows.byHost().get(HOST + 2)).hasSize(1);
    assertThat(flows.flows()).isEqualTo(2);
    assertThat(flows.brokenRules())
        .containsOnly(entry(FlowRule.BYTES_PER_PACKET, 1L), entry(FlowRule.FLAGS_OF_PROTOCOL, 1L));
    assertThat(flows.startSecond()).isEqualTo(START);
    assertThat(flows.days()).isEqualTo(1);
    assertThat(flows.of(List.of(HOST + 2)).flows()).isEqualTo(1);
    assertThatThrownBy(
            () -> HostFlows.read(table, new HostList(List.of(HOST + 1, HOST + 9)), OnError.FAIL))
        .hasMessageContaining("host 42.219.0.9 has no flow");
  }

  @Test
  void aValueOfFewHostsGetsNoClass() {
    CodecSpec spec =
        Vocabularies.of(
            table(
                List.of(tcp(443, 16, 60, 0), tcp(443, 24, 70, 0), tcp(993, 16, 80, 4)),
                List.of(tcp(443, 16, 60, 0)),
                List.of(tcp(443, 16, 60, 0))),
            3);

    assertThat(spec.services()).contains(new ServiceClass(Kind.PORT, false, 443));
    assertThat(spec.services()).doesNotContain(new ServiceClass(Kind.PORT, false, 993));
    assertThat(spec.services()).contains(ServiceClass.WITHOUT_PORTS);
    assertThat(spec.byteValues()).containsExactly(60);
    assertThat(spec.tos()).containsExactly(0);
    assertThat(spec.flags()).containsExactly(16);
    assertThat(spec.firstOctets()).containsExactly(8);
    assertThat(spec.maxPackets()).isEqualTo(100);
  }

  @Test
  void aTimersDurationGetsAClassAndItsNeighboursGetNone() {
    // 10 flows of 3 s, of which 3 hosts have some, among one flow of each duration about it
    List<Flow> flows = new ArrayList<>();
    for (int steps = 700; steps < 800; steps++) {
      flows.add(lasting(4 * steps));
    }
    List<Flow> timers = Collections.nCopies(10, lasting(3_000));
    flows.addAll(timers);
    // as many of 2.9 s at one host alone
    List<Flow> own = new ArrayList<>(timers);
    own.addAll(Collections.nCopies(20, lasting(2_900)));

    assertThat(Vocabularies.of(table(flows, own, timers), 3).durations()).containsExactly(750);
  }

  @Test
  void aPortOfFewPeersAndManyFlowsIsListed() {
    // at 100 ports two peers call each host, at one port a single peer does 50 times
    List<Flow> flows = new ArrayList<>();
    for (int port = 0; port < 100; port++) {
      flows.add(peerAt(2 * port, flow(17, 443, 20_000 + port, 0, 60, 0)));
      flows.add(peerAt(2 * port + 1, flow(17, 443, 20_000 + port, 0, 60, 0)));
    }
    flows.addAll(Collections.nCopies(50, peerAt(900, flow(17, 443, 34_921, 0, 60, 0))));

    CodecSpec spec = Vocabularies.of(table(flows, flows, flows), 3);

    assertThat(spec.otherPorts()).hasSize(64).contains(34_921);
  }

  @Test
  void binsOfPortsAreNarrowWhereManyPortsAreCommon() {
    // 200 peers call from the ports beside 5060, 50 from anywhere
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      flows.add(peerAt(i, flow(17, 443, 5_061 + i, 0, 60, 0)));
    }
    for (int i = 0; i < 50; i++) {
      flows.add(peerAt(300 + i, flow(17, 443, 10_000 + 1_000 * i, 0, 60, 0)));
    }

    CodecSpec spec = Vocabularies.of(table(flows, List.of(flows.get(0)), List.of(flows.get(0))), 3);

    assertThat(spec.portsIn(spec.portBin(5_100))).isBetween(32, 64);
    assertThat(spec.portsIn(spec.portBin(30_000))).isGreaterThan(1_000);
    assertThat(IntStream.range(0, spec.portBins().size()).map(spec::portsIn).sum())
        .isEqualTo(Flow.MAX_PORT);
    assertThat(IntStream.range(0, spec.portBins().size()).map(spec::portsIn).min().orElse(0))
        .isGreaterThanOrEqualTo(32);
    for (int port : new int[] {1, 31, 5_061, 5_100, 40_000, 65_535}) {
      int bin = spec.portBin(port);
      assertThat(port - spec.portBins().get(bin)).isBetween(0, spec.portsIn(bin) - 1);
    }
  }

  /** Four flows in each tick of the first half of the day, none later: 2 +- 2 at all times. */
  @Test
  void aProfileSaysForHowLongAHostKeepsAtWhatItDoes() {
    List<Flow> flows = new ArrayList<>();
    for (int tick = 0; tick < 144; tick++) {
      for (int i = 0; i < 4; i++) {
        flows.add(at(START + 300L * tick + i, tcp(443, 16, 100, 0)));
      }
    }

    Map<String, Double> profile = HostProfiles.of(HOST, flows, START, 1);

    // of the 288 - l pairs of ticks at lag l, l are of a busy and an idle one
    assertThat(profile.get(ProfileDistribution.COVARIANCE_OVER_MINUTES))
        .isCloseTo(Math.log1p((287 - 2) / 287.0), within(1e-12));
    // the same summed over the lags from 6 to 36, 21 on average
    assertThat(profile.get(ProfileDistribution.COVARIANCE_OVER_HOURS))
        .isCloseTo(Math.log1p((288 - 3 * 21) / (288.0 - 21)), within(1e-12));
  }

  /** A kind's centre is to be nobody's profile, however odd the host is. */
  @Test
  void noKindOfHostsHasFewerThanThree() {
    List<Map<String, Double>> profiles = new ArrayList<>();
    for (int host = 0; host < 20; host++) {
      // 18 web servers, one name server, one that is pinged
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < 20 + host; i++) {
        Flow flow = host == 18 ? flow(17, 53, 50_000, 0, 60, 0) : tcp(80, 16, 60 + i, 0);
        flows.add(at(START + i, host == 19 ? flow(1, 0, 2_048, 0, 60, 0) : flow));
      }
      profiles.add(HostProfiles.of(HOST, flows, START, 1));
    }

    ProfileDistribution fitted = HostProfiles.fit(profiles, 1);

    assertThat(fitted.kinds()).isNotEmpty();
    assertThat(fitted.kinds())
        .allSatisfy(kind -> assertThat(kind.weight()).isGreaterThanOrEqualTo(0.149));
    assertThat(fitted.kinds().stream().mapToDouble(ProfileDistribution.Kind::weight).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void everyProtocolHasAFlagSetToDraw() {
    Flow udp = flow(17, 50_000, 53, 0, 60, 0);
    Flow push = tcp(443, 24, 60, 0);

    CodecSpec ofTcp = Vocabularies.of(table(List.of(push, udp), List.of(push), List.of(push)), 3);
    CodecSpec ofUdp = Vocabularies.of(table(List.of(push, udp), List.of(udp), List.of(udp)), 3);

    for (CodecSpec spec : List.of(ofTcp, ofUdp)) {
      assertThat(spec.protocols()).containsExactlyInAnyOrder(6, 17);
      assertThat(spec.flags()).containsExactlyInAnyOrder(24, 0);
    }
  }

  @Test
  void aProfileSumsAHostUp() {
    // three flows out in one second of hour 9, one in an hour later; two peers
    long nine = START + 9 * 3_600;
    List<Flow> flows =
        List.of(
            at(nine, tcp(443, 16, 100, 0)),
            at(nine, tcp(80, 16, 100, 0)),
            at(nine, flow(17, 50_000, 53, 0, 100, 0)),
            new Flow(
                nine + 3_600, 8, PEER + 7, HOST, 443, 22, 6, 16, 0, 0, 4, 10_000, "background"));

    Map<String, Double> profile = HostProfiles.of(HOST, flows, START, 1);

    assertThat(profile.get(ProfileDistribution.LN_FLOWS_PER_DAY))
        .isCloseTo(Math.log(4), within(1e-12));
    assertThat(profile.get("outgoing-share")).isCloseTo(Math.log(3.5 / 1.5), within(1e-12));
    assertThat(profile.get("same-second-share")).isCloseTo(Math.log(2.5 / 2.5), within(1e-12));
    assertThat(profile.get("udp-share")).isCloseTo(Math.log(1.5 / 3.5), within(1e-12));
    assertThat(profile.get("single-packet-share")).isCloseTo(Math.log(3.5 / 1.5), within(1e-12));
    assertThat(profile.get("active-tick-share")).isCloseTo(Math.log(2.5 / 286.5), within(1e-12));
    assertThat(profile.get("ln-peers")).isCloseTo(Math.log(2), within(1e-12));
    assertThat(profile.get("mean-ln-bytes"))
        .isCloseTo((3 * Math.log(100) + Math.log(10_000)) / 4, within(1e-12));
    assertThat(profile.get("mean-ln-duration")).isCloseTo(Math.log(3) / 4, within(1e-12));
    assertThat(profile.values()).allSatisfy(value -> assertThat(value).isFinite());
    assertThat(HostProfiles.fit(List.of(profile, profile), 1).draw(1))
        .hasSize(profile.size())
        .contains(new double[] {Math.log(4)}, within(1e-9));
  }

  @SafeVarargs
  private static HostFlows table(List<Flow>... hosts) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < hosts.length; h++) {
      int host = HOST + h;
      byHost.put(host, hosts[h].stream().map(flow -> from(host, flow)).toList());
    }
    return new HostFlows(byHost, new EnumMap<>(FlowRule.class), 0, START, 1);
  }

  private static Flow tcp(int service, int flags, long bytes, int tos) {
    return flow(6, 50_000, service, flags, bytes, tos);
  }

  private static Flow flow(int ip, int port, int service, int flags, long bytes, int tos) {
    return new Flow(START, 0, HOST, PEER, port, service, ip, flags, 0, tos, 1, bytes, "background");
  }

  private static Flow lasting(int ms) {
    return new Flow(START, ms, HOST, PEER, 50_000, 443, 6, 16, 0, 0, 4, 400, "background");
  }

  private static Flow peerAt(int peer, Flow f) {
    return new Flow(
        f.endSecond(),
        f.durationMs(),
        f.source(),
        PEER + peer,
        f.sourcePort(),
        f.destinationPort(),
        f.protocol(),
        f.tcpFlags(),
        0,
        f.tos(),
        f.packets(),
        f.bytes(),
        f.label());
  }

  private static Flow at(long second, Flow f) {
    return new Flow(
        second,
        f.durationMs(),
        f.source(),
        f.destination(),
        f.sourcePort(),
        f.destinationPort(),
        f.protocol(),
        f.tcpFlags(),
        0,
        f.tos(),
        f.packets(),
        f.bytes(),
        f.label());
  }

  private static Flow from(int host, Flow f) {
    return new Flow(
        f.endSecond(),
        f.durationMs(),
        host,
        f.destination(),
        f.sourcePort(),
        f.destinationPort(),
        f.protocol(),
        f.tcpFlags(),
        0,
        f.tos(),
        f.packets(),
        f.bytes(),
        f.label());
  }
}
