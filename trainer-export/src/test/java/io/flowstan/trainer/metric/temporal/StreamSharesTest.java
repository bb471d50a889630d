package io.flowstan.trainer.metric.temporal;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.table;
import static io.flowstan.trainer.metric.temporal.SmallStreams.udp;
import static io.flowstan.trainer.metric.temporal.SmallStreams.withPeers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSharesTest {
  private final StreamShares metric = new StreamShares();

  @Test
  void aRequestAndItsReplyAreCounted() {
    // Given four flows, the second of which answers the first
    FlowTable table =
        table(
            1,
            List.of(
                udp(10, HOST, 2, 5_000, 53),
                udp(10, 2, HOST, 53, 5_000),
                udp(11, HOST, 3, 5_001, 53),
                udp(86_399, HOST, 2, 5_100, 123)));

    // When
    Map<String, Double> shares = metric.facts(table);

    // Then
    assertThat(shares)
        .containsEntry("shares.same-second", 1 / 4.0)
        .containsEntry("shares.replies", 1 / 4.0)
        .containsEntry("shares.new-peer", 2 / 4.0)
        .containsEntry("shares.peer-in-8", 2 / 4.0)
        .containsEntry("shares.instant", 1.0)
        .containsEntry("shares.udp", 1.0)
        .containsEntry("shares.tcp", 0.0)
        .containsEntry("shares.service-kept", 1 / 2.0) // of the two with a known peer
        .containsEntry("shares.port-kept", 1 / 3.0) // of the three after the first
        .containsEntry("shares.port-near", 1 / 3.0);
  }

  @Test
  void aReplyIsKnownAmongTheLast8Flows() {
    // Given two requests, the first answered after 7 flows between, the second after 8
    List<Flow> flows = new ArrayList<>();
    flows.add(udp(0, HOST, 2, 5_000, 53));
    for (int i = 1; i <= 7; i++) {
      flows.add(udp(i, HOST, 3, 6_000 + i, 80));
    }
    flows.add(udp(8, 2, HOST, 53, 5_000));
    flows.add(udp(9, HOST, 2, 5_001, 53));
    for (int i = 0; i < 8; i++) {
      flows.add(udp(10 + i, HOST, 3, 7_000 + i, 80));
    }
    flows.add(udp(18, 2, HOST, 53, 5_001));

    assertThat(metric.facts(table(1, flows)).get("shares.replies"))
        .isEqualTo(1.0 / flows.size(), within(1e-12));
  }

  @Test
  void aPeerFallsOutOfTheLast8AndThenOutOfTheLast64() {
    // Given 64 peers, then the 64th last, the 9th last, a new one and one just pushed out
    int[] after = {100, 156, 999, 101};
    FlowTable table =
        table(1, withPeers(HOST, 68, i -> i < 64 ? 100 + (int) i : after[(int) i - 64]));

    assertThat(metric.facts(table))
        .containsEntry("shares.peer-in-64", 2 / 68.0)
        .containsEntry("shares.peer-in-8", 0.0)
        .containsEntry("shares.new-peer", 65 / 68.0);
  }

  @Test
  void hostsDoNotMix() {
    FlowTable table = table(1, List.of(udp(10, HOST, 9)), List.of(udp(10, HOST + 1, 9)));

    assertThat(metric.facts(table))
        .containsEntry("shares.same-second", 0.0)
        .containsEntry("shares.new-peer", 1.0)
        .doesNotContainKeys("shares.port-kept", "shares.service-kept");
  }

  @Test
  void theCommonestServicesAreOfTheMedianHost() {
    // Given hosts whose 8 commonest services cover 10 of 10, 11 of 12 and 8 of 16 flows
    FlowTable table = table(1, services(0, 10, 3), services(1, 12, 9), services(2, 16, 16));

    assertThat(metric.facts(table).get("shares.top-services")).isEqualTo(11 / 12.0, within(1e-12));
  }

  private static List<Flow> services(int host, int flows, int services) {
    List<Flow> stream = new ArrayList<>();
    for (int i = 0; i < flows; i++) {
      stream.add(udp(i, HOST + host, 99, 40_000, 1 + i % services));
    }
    return stream;
  }

  @Test
  void aFlowWithoutPortsHasNoService() {
    // Given a ping between two flows to a service
    Flow ping = new Flow(5, 0, HOST, 2, 0, 2_048, IpProtocol.ICMP, 0, 0, 0, 1, 84, "background");
    FlowTable table =
        table(1, List.of(udp(4, HOST, 2, 5_000, 53), ping, udp(6, HOST, 2, 5_000, 53)));

    assertThat(metric.facts(table))
        .containsEntry("shares.icmp", 1 / 3.0)
        .containsEntry("shares.service-kept", 1.0)
        .containsEntry("shares.port-kept", 1.0)
        .containsEntry("shares.top-services", 1.0);
  }

  @Test
  void figuresAreAbsoluteDifferences() {
    // Given all peers new, and one of four
    FlowTable real = table(1, withPeers(HOST, 4, i -> 10 + (int) i));
    FlowTable other = table(1, withPeers(HOST, 4, i -> 10));

    assertThat(metric.compare(real, other, 1))
        .containsEntry("shares.new-peer", .75)
        .containsEntry("shares.tcp", 0.0)
        .doesNotContainKey("shares.service-kept"); // the real table cannot say
  }

  @Test
  void newPeersAreComparedOverAsManyDaysOnly() {
    List<Flow> flows = withPeers(HOST, 4, i -> 10 + (int) i);

    assertThat(metric.compare(table(1, flows), table(2, flows), 1))
        .containsKey("shares.peer-in-8")
        .doesNotContainKey("shares.new-peer");
  }

  @Test
  void everyShareIsAFigureOfItsOwn() {
    assertThat(metric.figures()).extracting(Figure::key).hasSize(16).doesNotHaveDuplicates();
    assertThat(metric.figures())
        .filteredOn(Figure::headline)
        .extracting(Figure::key)
        .containsExactly(
            "shares.same-second", "shares.peer-in-8", "shares.new-peer", "shares.replies");
  }
}
