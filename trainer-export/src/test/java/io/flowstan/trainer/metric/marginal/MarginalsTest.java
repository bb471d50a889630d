package io.flowstan.trainer.metric.marginal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.IpProtocol;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarginalsTest {
  private static final int FLOWS = 20_000;

  private final Marginals marginals = new Marginals();

  /** Flows of 100 bytes and, by a coin for each, of 1,000. */
  private static FlowTable twoSizes(long seed) {
    return MadeTable.of(
        1,
        FLOWS,
        draft -> draft.bytes = CounterRandom.uniformInt(seed, draft.place, 2) == 0 ? 100 : 1_000);
  }

  @Test
  void divergenceOfBytesHasItsClosedForm() {
    // Given 100 bytes always, against 100 or 1,000 bytes half of the time each
    Map<String, Double> figures = marginals.compare(MadeTable.of(1, FLOWS), twoSizes(1), 3);

    // Then (1, 0) against (1/2, 1/2) has JS 3/4 ln(4/3) = .2158; a share that is off by .01, three
    // deviations of 20,000 coins, moves it by .006
    assertThat(figures.get("marginal.js.bytes")).isCloseTo(0.75 * Math.log(4.0 / 3), within(0.006));
  }

  @Test
  void wassersteinOfBytesIsInLnOfOnePlusX() {
    Map<String, Double> figures = marginals.compare(MadeTable.of(1, FLOWS), twoSizes(1), 3);

    // Half of the mass goes from ln 101 to ln 1001; a bin is .073 wide, the share .01 off
    assertThat(figures.get("marginal.w1.bytes"))
        .isCloseTo(Math.log(1001.0 / 101) / 2, within(0.06));
  }

  @Test
  void twoDrawsOfOneProcessAreBelowTheBars() {
    // Given coins of the same kind: JS of two bins is about 1 / (4 * 20,000) = .00001, one side
    // always 100 bytes has .2; the bar is .003
    Map<String, Double> figures = marginals.compare(twoSizes(1), twoSizes(2), 3);

    for (Figure figure : marginals.figures()) {
      assertThat(figures.get(figure.key())).as(figure.key()).isBetween(0.0, figure.bar());
    }
  }

  @Test
  void onlyTheAttributesThatDifferDiverge() {
    // Given other ports and types of service
    FlowTable other =
        MadeTable.of(
            1,
            FLOWS,
            draft -> {
              draft.hostPort = 40_001;
              draft.tos = 8;
            });

    // When
    Map<String, Double> figures = marginals.compare(MadeTable.of(1, FLOWS), other, 3);

    // Then
    assertThat(figures.get("marginal.js.tos")).isCloseTo(Math.log(2), within(1e-12));
    assertThat(figures.get("marginal.kl.host-port")).isGreaterThan(5);
    assertThat(figures.get("marginal.js.protocol")).isZero();
    assertThat(figures.get("marginal.kl.peer-port")).isZero();
  }

  @Test
  void theHeadlinesAreTheNumbers() {
    assertThat(marginals.figures().stream().filter(Figure::headline).map(Figure::key))
        .containsExactly(
            "marginal.js.delta-t",
            "marginal.js.packets",
            "marginal.js.bytes",
            "marginal.js.duration");
  }

  @Test
  void everyFigureIsGivenOnce() {
    assertThat(marginals.compare(twoSizes(1), twoSizes(2), 3).keySet())
        .containsExactlyInAnyOrderElementsOf(
            marginals.figures().stream().map(Figure::key).toList());
  }

  @Test
  void anEmptyTableHasNoFigures() {
    assertThat(marginals.compare(MadeTable.of(1, 5), MadeTable.of(1, 0), 3)).isEmpty();
  }

  @Test
  void factsAreTheSharesOfTheProtocols() {
    FlowTable table =
        MadeTable.of(
            1, 100, draft -> draft.protocol = draft.place < 25 ? IpProtocol.UDP : IpProtocol.TCP);

    assertThat(marginals.facts(table))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("marginal.share.udp", 0.25, "marginal.share.tcp", 0.75));
  }
}
