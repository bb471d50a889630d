package io.flowstan.cli.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.testing.SeededFlows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTableTest {
  private static final MonitoredNetworks NETWORK =
      new MonitoredNetworks(List.of(Network.parse("10.0.0.0/8")));

  private static HostTable<HostTraffic> table(int maxHosts, String... pairs) {
    HostTable<HostTraffic> table =
        new HostTable<>(NETWORK::contains, NETWORK, maxHosts, HostTraffic::new);
    for (String pair : pairs) {
      String[] ends = pair.split(">", -1);
      table.add(flow(ends[0], ends[1]));
    }
    return table;
  }

  private static Flow flow(String source, String destination) {
    return new Flow(
        SeededFlows.START_SECOND,
        0,
        Ipv4.parse(source),
        Ipv4.parse(destination),
        4_000,
        53,
        IpProtocol.UDP,
        0,
        0,
        0,
        1,
        60,
        "background");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "10.0.0.1>8.8.8.8 8.8.8.8>10.0.0.1, BOTH",
    "10.0.0.1>8.8.8.8 10.0.0.2>10.0.0.1, BOTH",
    "10.0.0.1>8.8.8.8 10.0.0.1>10.0.0.2, SENT_ONLY",
    "8.8.8.8>10.0.0.1 9.9.9.9>10.0.0.1, RECEIVED_ONLY",
    "10.0.0.1>10.0.0.2 10.0.0.2>10.0.0.1, INTERNAL",
    "10.0.0.1>10.0.0.2, INTERNAL",
    "10.0.0.1>10.0.0.1, INTERNAL"
  })
  void aHostsCategoryIsToldByItsDirectionsAndPeers(String pairs, HostCategory expected) {
    HostTraffic host = table(9, pairs.split(" ", -1)).find(Ipv4.parse("10.0.0.1"));

    assertThat(host).extracting(HostTraffic::category).isEqualTo(expected);
  }

  @Test
  void aFlowBelongsToBothMonitoredEndsAndToItselfOnce() {
    HostTable<HostTraffic> table =
        table(9, "10.0.0.1>10.0.0.2", "10.0.0.2>10.0.0.2", "8.8.8.8>9.9.9.9", "8.8.8.8>8.8.8.8");

    assertThat(table.hosts())
        .extracting(HostTraffic::flows, HostTraffic::sent, HostTraffic::received)
        .containsExactly(tuple(1, 1, 0), tuple(2, 1, 2));
    assertThat(table.flowsOfNoHost()).isEqualTo(2);
  }

  @Test
  void noMoreHostsAreHeldThanStatedAndTheOthersFlowsAreCounted() {
    // Given room for two hosts, and three hosts of which the third has three flows
    HostTable<HostTraffic> table =
        table(
            2,
            "10.0.0.1>8.8.8.8",
            "10.0.0.2>8.8.8.8",
            "10.0.0.3>8.8.8.8",
            "8.8.8.8>10.0.0.3",
            "10.0.0.3>10.0.0.1");

    // Then the two count on, and the third is found nowhere
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.endsBeyondMax()).isEqualTo(3);
    assertThat(table.find(Ipv4.parse("10.0.0.3"))).isNull();
    assertThat(table.hosts()).extracting(HostTraffic::flows).containsExactly(2L, 1L);
  }

  @Test
  void everyOneOfManyHostsIsFoundAgainInOrderOfTheAddresses() {
    HostTable<HostTraffic> table = table(100_000);
    int[] addresses = IntStream.range(0, 50_000).map(i -> 0x0A00_0000 + i * 257).toArray();
    for (int round = 0; round < 2; round++) {
      for (int address : addresses) {
        table.add(flow("8.8.8.8", Ipv4.format(address)));
      }
    }

    assertThat(table.hosts())
        .extracting(HostTraffic::address)
        .containsExactlyElementsOf(IntStream.of(addresses).boxed().toList());
    assertThat(table.hosts()).allMatch(host -> host.flows() == 2);
  }

  private static org.assertj.core.groups.Tuple tuple(long flows, long sent, long received) {
    return org.assertj.core.api.Assertions.tuple(flows, sent, received);
  }
}
