package io.flowstan.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.metric.Figure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureResultTest {
  private static final Figure AUC = new Figure("auc", "AUC", "AUC", .5, .02, true);

  @Test
  void withinIsAQuarterBeyondTheFloor() {
    // floor (.6 + .7) / 2 = .65, .15 from the ideal; 1.25 * .15 = .1875
    FigureResult result = result(List.of(.6, .7), List.of(.68));
    assertThat(result.limit()).isCloseTo(.1875, within(1e-12));
    assertThat(verdict(result)).isEqualTo(Verdict.WITHIN);
    assertThat(verdict(result(List.of(.6, .7), List.of(.69)))).isEqualTo(Verdict.BEYOND);
  }

  @Test
  void theBarIsEnoughWhereTheFloorIsLower() {
    assertThat(verdict(result(List.of(.5, .505), List.of(.519)))).isEqualTo(Verdict.WITHIN);
    assertThat(verdict(result(List.of(), List.of(.519)))).isEqualTo(Verdict.WITHIN);
    assertThat(verdict(result(List.of(), List.of(.521)))).isEqualTo(Verdict.BEYOND);
  }

  @Test
  void itIsTheMeanThatIsJudgedOnEitherSideOfTheIdeal() {
    assertThat(verdict(result(List.of(), List.of(.4, .6)))).isEqualTo(Verdict.WITHIN);
    assertThat(verdict(result(List.of(), List.of(.47)))).isEqualTo(Verdict.BEYOND);
  }

  @Test
  void withoutValuesItIsAbsent() {
    assertThat(verdict(result(List.of(.5), List.of()))).isEqualTo(Verdict.ABSENT);
  }

  @Test
  void theErrorOfAMeanIsThatOfItsDraws() {
    // statistics.variance([1, 2, 4]) / 3 = 2.3333 / 3
    assertThat(Outcome.of(Verdict.WITHIN, draws(1.0, 2.0, 4.0), false).squaredError())
        .isCloseTo(.7777777777777778, within(1e-12));
    assertThat(Outcome.of(Verdict.WITHIN, draws(1.0), false).squaredError()).isZero();
  }

  @Test
  void whereOnlyAnExcessIsAFaultNothingBelowIsBeyond() {
    // Given contenders as far above as below 0, in a figure of which only an excess is a fault
    Figure copies = Figure.excess("copies", "copies", "share", .02);
    Map<String, Draws> values = Map.of("model", draws(-.5), "b4", draws(.5), "b1", draws(.02));

    FigureResult result = FigureResult.of("m", copies, values);

    // Then it is the excess that is beyond, and the sign of the other is still to be seen
    assertThat(result.contenders())
        .hasEntrySatisfying("model", of -> assertThat(of.verdict()).isEqualTo(Verdict.WITHIN))
        .hasEntrySatisfying("model", of -> assertThat(of.mean()).isEqualTo(-.5))
        .hasEntrySatisfying("b4", of -> assertThat(of.verdict()).isEqualTo(Verdict.BEYOND))
        .hasEntrySatisfying("b1", of -> assertThat(of.verdict()).isEqualTo(Verdict.WITHIN));
    assertThat(result.distance("model")).isZero();
  }

  @Test
  void aFloorBelowTheIdealWidensNoLimitWhereOnlyAnExcessIsAFault() {
    Figure copies = Figure.excess("copies", "copies", "share", .02);

    FigureResult result =
        FigureResult.of("m", copies, Map.of("floor", draws(-.4), "model", draws(.03)));

    assertThat(result.limit()).isEqualTo(.02);
    assertThat(verdict(result)).isEqualTo(Verdict.BEYOND);
  }

  private static FigureResult result(List<Double> floor, List<Double> model) {
    return FigureResult.of(
        "m", AUC, Map.of("floor", Draws.of(floor, List.of()), "model", Draws.of(model, List.of())));
  }

  private static Draws draws(Double... values) {
    return Draws.of(List.of(values), List.of());
  }

  private static Verdict verdict(FigureResult result) {
    Outcome outcome = result.of("model");
    return outcome == null ? Verdict.ABSENT : outcome.verdict();
  }
}
