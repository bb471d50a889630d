package io.flowstan.trainer.metric.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Ipv4;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final int FLOWS = 20_000;

  private final Endpoints endpoints = new Endpoints();

  /**
   * Peers {@code first}, with half of the flows, and the next ones, with a half each of the rest.
   */
  private static FlowTable halving(String first, long seed) {
    return MadeTable.of(
        1,
        FLOWS,
        draft ->
            draft.peer =
                Ipv4.parse(first)
                    + Long.numberOfLeadingZeros(CounterRandom.bits(seed, draft.place)));
  }

  @Test
  void flowsAreCountedByRankOfTheirPeer() {
    assertThat(Endpoints.byRank(new long[] {1, 3, 0, 2})).containsExactly(3, 2, 1);
  }

  @Test
  void ranksDoNotSeeAddresses() {
    // Given the same shares of other peers
    Map<String, Double> figures =
        endpoints.compare(halving("192.0.2.1", 1), halving("198.51.100.1", 2), 3);

    // Then the ranks have the noise of some 15 classes, 15 / (4 * 20,000) = .0002; without any
    // popular peer they have .5 and more; the bar is .003. The octets have nothing in common.
    assertThat(figures.get("ranks.peer")).isLessThan(0.003);
    assertThat(figures.get("octets.peer")).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void aNewPeerForEveryFlowIsFarFromPopularPeers() {
    FlowTable scattered =
        MadeTable.of(1, FLOWS, draft -> draft.peer = Ipv4.parse("192.0.2.1") + draft.place);

    assertThat(endpoints.compare(halving("192.0.2.1", 1), scattered, 3).get("ranks.peer"))
        .isGreaterThan(0.5);
  }

  @Test
  void portsAreExact() {
    // Given ports that one bin of any width would hold
    FlowTable next = MadeTable.of(1, FLOWS, draft -> draft.hostPort = 40_001);

    // When
    Map<String, Double> figures = endpoints.compare(MadeTable.of(1, FLOWS), next, 3);

    // Then
    assertThat(figures.get("ports.host")).isCloseTo(Math.log(2), within(1e-12));
    assertThat(figures.get("ports.peer")).isZero();
  }

  @Test
  void everyFigureIsGivenOnce() {
    assertThat(endpoints.compare(MadeTable.of(1, 9), MadeTable.of(1, 9), 3).keySet())
        .containsExactlyInAnyOrderElementsOf(
            endpoints.figures().stream().map(Figure::key).toList());
  }

  @Test
  void anEmptyTableHasNoFigures() {
    assertThat(endpoints.compare(MadeTable.of(1, 0), MadeTable.of(1, 5), 3)).isEmpty();
  }
}
