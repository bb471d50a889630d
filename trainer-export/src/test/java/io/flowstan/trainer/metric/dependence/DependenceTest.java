package io.flowstan.trainer.metric.dependence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.IpProtocol;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.marginal.MadeTable;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of 11 attributes, in 55 pairs, all but protocol and ToS are constant in these tables. */
class DependenceTest {
  private static final int FLOWS = 100_000;

  private final Dependence dependence = new Dependence();

  private static boolean coin(long seed, int place) {
    return CounterRandom.uniformInt(seed, place, 2) == 1;
  }

  /** Protocol and ToS by a coin each. */
  private static FlowTable twoCoins(long protocolSeed, long tosSeed) {
    return MadeTable.of(
        1,
        FLOWS,
        draft -> {
          draft.protocol = coin(protocolSeed, draft.place) ? IpProtocol.TCP : IpProtocol.UDP;
          draft.tos = coin(tosSeed, draft.place) ? 8 : 0;
        });
  }

  @Test
  void aPairThatTheOtherTableTakesApartIsSeen() {
    // Given one coin for both attributes, against two
    Map<String, Double> figures = dependence.compare(twoCoins(1, 1), twoCoins(2, 3), 5);

    // Then NMI of the pair is 1 against 1 / (2 * 100,000) / ln 2; the rest is constant
    assertThat(figures.get("dependence.nmi-max")).isCloseTo(1, within(0.001));
    assertThat(figures.get("dependence.nmi")).isCloseTo(1.0 / 55, within(0.001));
  }

  @Test
  void theJointTablesOfThatPairAreAHalfApart() {
    // Given shares (1/2, 0, 0, 1/2) against (1/4, 1/4, 1/4, 1/4), a distance of 1/2
    Map<String, Double> figures = dependence.compare(twoCoins(1, 1), twoCoins(2, 3), 5);

    // Then the marginals, in 9 pairs each, add what coins differ by, .01 at most
    assertThat(figures.get("dependence.contingency"))
        .isCloseTo(0.5 / 55, within((2 * 9 + 1) * 0.01 / 55));
  }

  @Test
  void attributesThatKnowTheirPreviousValueAreSeen() {
    // Given protocol and ToS that alternate, against coins
    FlowTable alternating =
        MadeTable.of(
            1,
            FLOWS,
            draft -> {
              draft.protocol = draft.place % 2 == 0 ? IpProtocol.TCP : IpProtocol.UDP;
              draft.tos = draft.place % 2 == 0 ? 8 : 0;
            });

    // Then two of 11 attributes lose all of it
    assertThat(dependence.compare(alternating, twoCoins(2, 3), 5).get("dependence.lag1"))
        .isCloseTo(2.0 / 11, within(0.001));
  }

  @Test
  void twoDrawsOfOneProcessAreBelowTheBars() {
    // Given coins of one kind on both sides: gaps below .001; taken apart they are .018 and more
    // (the mean over the pairs) or 1 (the largest); the bars are .01, .05 and .03
    Map<String, Double> figures = dependence.compare(twoCoins(1, 1), twoCoins(2, 2), 5);

    for (Figure figure : dependence.figures()) {
      assertThat(figures.get(figure.key())).as(figure.key()).isBetween(0.0, figure.bar());
    }
  }

  @Test
  void hostsWithASingleFlowHaveNoFlowBefore() {
    assertThat(dependence.compare(MadeTable.of(9, 1), MadeTable.of(9, 1), 5))
        .containsKey("dependence.nmi")
        .doesNotContainKey("dependence.lag1");
  }

  @Test
  void anEmptyTableHasNoFigures() {
    assertThat(dependence.compare(MadeTable.of(1, 9), MadeTable.of(1, 0), 5)).isEmpty();
  }
}
