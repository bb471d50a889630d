package io.flowstan.trainer.metric.graph;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.table;
import static io.flowstan.trainer.metric.temporal.SmallStreams.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerGraphTest {
  private final PeerGraph metric = new PeerGraph();

  private static List<Flow> meeting(int host, int... peers) {
    return IntStream.of(peers).mapToObj(peer -> udp(0, HOST + host, peer)).toList();
  }

  @Test
  void peersAreCountedOncePerHost() {
    // Given 3 + 2 + 1 + 0 pairs: peer 50 at 3 hosts, 51 at 1, -52 (above 128.0.0.0) at 2
    FlowTable table =
        table(
            1,
            meeting(0, 50, 51, 50, -52, 51),
            meeting(1, -52, 50),
            meeting(2, 50, 50),
            meeting(3));

    // Then
    assertThat(metric.facts(table))
        .containsEntry("graph.peers-median", 1.5)
        .containsEntry("graph.hosts-per-peer", 6 / 3.0)
        .containsEntry("graph.shared-peers", 2 / 3.0);
  }

  @Test
  void aFlowInCountsItsSource() {
    FlowTable table = table(1, List.of(udp(0, HOST, 50), udp(1, 50, HOST), udp(2, 51, HOST)));

    assertThat(metric.facts(table)).containsEntry("graph.peers-median", 2.0);
  }

  @Test
  void comparesDegreesAndSharing() {
    // Given degrees 1, 2 and 2, 4; one of two peers shared and none of six
    FlowTable real = table(1, meeting(0, 50), meeting(1, 50, 51));
    FlowTable other = table(1, meeting(0, 60, 61), meeting(1, 62, 63, 64, 65));

    // When
    Map<String, Double> figures = metric.compare(real, other, 1);

    // Then
    assertThat(figures.get("graph.peers-median")).isEqualTo(Math.log(3 / 1.5), within(1e-12));
    assertThat(figures.get("graph.peers-ks")).isEqualTo(.5, within(1e-12));
    assertThat(figures.get("graph.hosts-per-peer")).isEqualTo(Math.log(1.5), within(1e-12));
    assertThat(figures.get("graph.shared-peers")).isEqualTo(.5, within(1e-12));
  }

  @Test
  void asManyHostsAreComparedOnEachSide() {
    // Given ten hosts that all meet one peer, and two of the same kind
    FlowTable many = same(10);
    FlowTable few = same(2);

    // Then two hosts per peer on both sides, not ten on one
    assertThat(metric.compare(many, few, 1)).containsEntry("graph.hosts-per-peer", 0.0);
    assertThat(metric.compare(few, many, 1)).containsEntry("graph.hosts-per-peer", 0.0);
  }

  @Test
  void aHostThatIsDrawnTwiceSharesNoPeersWithItself() {
    // Given two hosts with a peer in common and one more each
    FlowTable table = table(1, meeting(0, 50, 51), meeting(1, 50, 52));

    // When the first is drawn twice against both
    Map<String, Double> figures =
        metric.read(table, table, 1).of(new Resample(new int[] {1, 1}, new int[] {2, 0}));

    // Then: one of three peers shared and 4/3 hosts a peer, against none and one
    assertThat(figures.get("graph.shared-peers")).isEqualTo(1 / 3.0, within(1e-12));
    assertThat(figures.get("graph.hosts-per-peer")).isEqualTo(Math.log(4 / 3.0), within(1e-12));
  }

  @SuppressWarnings("unchecked")
  private static FlowTable same(int hosts) {
    return table(1, IntStream.range(0, hosts).mapToObj(h -> meeting(h, 500)).toArray(List[]::new));
  }

  @Test
  void tablesOfUnlikeLengthAreNotCompared() {
    FlowTable one = table(1, meeting(0, 50), meeting(1, 51));
    FlowTable two = table(2, meeting(0, 50), meeting(1, 51));

    assertThat(metric.compare(one, one, 1)).hasSize(4);
    assertThat(metric.compare(one, two, 1)).isEmpty();
  }

  @Test
  void aTableWithoutFlowsHasNoSharing() {
    FlowTable none = table(1, meeting(0), meeting(1));

    assertThat(metric.compare(none, none, 1)).containsOnlyKeys("graph.peers-ks");
  }
}
