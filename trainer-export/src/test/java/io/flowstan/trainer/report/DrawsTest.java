package io.flowstan.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void theErrorIsThatOfTheMeanOverTheDrawsRoundByRound() {
    // Given two draws whose rounds move against each other, and a third part that they share
    Draws draws =
        Draws.of(
            List.of(.5, .7), List.of(new double[] {.4, .6, .5, .5}, new double[] {.8, .6, .7, .9}));

    // Then the rounds' means are .6, .6, .6, .7: statistics.stdev([.6, .6, .6, .7]) = .05
    assertThat(draws.error()).isCloseTo(.05, within(1e-12));
    assertThat(draws.mean()).isCloseTo(.6, within(1e-12));
  }

  @Test
  void aFewRoundsWithoutTheFigureAreLeftOut() {
    double[] rounds = new double[20];
    Arrays.setAll(rounds, round -> round % 2);
    rounds[0] = Double.NaN;

    assertThat(Draws.of(List.of(1.0), List.of(rounds)).error()).isGreaterThan(0);
  }

  @Test
  void whereMoreThanOneInTenLacksTheFigureThereIsNoError() {
    double[] rounds = new double[20];
    Arrays.fill(rounds, 0, 3, Double.NaN);

    assertThat(Draws.of(List.of(1.0), List.of(rounds)).error()).isNaN();
  }

  @Test
  void withoutRoundsThereIsNoError() {
    Outcome outcome = Outcome.of(Verdict.WITHIN, Draws.of(List.of(1.0, 2.0), List.of()), true);

    assertThat(outcome.error()).isNull();
    assertThat(outcome.rounds()).isEmpty();
  }

  @Test
  void theRoundsAreKeptWhereTheyAreAskedFor() {
    Draws draws = Draws.of(List.of(.5), List.of(new double[] {.4, .6}));

    assertThat(Outcome.of(Verdict.WITHIN, draws, true).rounds()).containsExactly(.4, .6);
    assertThat(Outcome.of(Verdict.WITHIN, draws, false).rounds()).isEmpty();
  }
}
