package io.flowstan.trainer.metric.twosample;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.forest.ForestSettings;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.table.FlowTable;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A healthy AUC of 700 windows a side and direction is .50 +- .012 over five seeds; the bar for
 * "cannot tell" is .06 away, the bar for "can tell" stands at each test.
 */
class TwoSampleMetricTest {
  private static final Offset<Double> NOISE = Offset.offset(.06);

  private final TwoSampleMetric metric =
      new TwoSampleMetric(700, new ForestSettings(10, 600, 8, 5, .3f, 16));
  private final FlowTable real = MadeTraffic.of(1, "10.0.0.1", 20, 300);
  private final FlowTable again = MadeTraffic.of(2, "10.1.0.1", 20, 300);

  @Test
  void tablesOfOneProcessCanNotBeToldApart() {
    Map<String, Double> figures = metric.compare(real, again, 7);

    assertThat(figures).containsOnlyKeys(metric.figures().stream().map(Figure::key).toList());
    assertThat(figures.values()).allSatisfy(auc -> assertThat(auc).isCloseTo(.5, NOISE));
  }

  @Test
  void anAttributeThatIsShiftedTellsTablesApart() {
    // Given bytes that are 1,000 times as many
    FlowTable shifted =
        MadeTraffic.changed(
            again,
            flow -> MadeTraffic.sized(flow, flow.protocol(), flow.packets(), 1_000 * flow.bytes()));

    // When
    Map<String, Double> figures = metric.compare(real, shifted, 7);

    // Then: certainty is 1, chance .5
    assertThat(figures.values()).allSatisfy(auc -> assertThat(auc).isGreaterThan(.99));
  }

  @Test
  void orderIsToldBySeveralRows() {
    // Given two kinds that take turns, and the same in random order
    FlowTable shuffled = MadeTraffic.shuffled(again, 3);

    // Then: half of the random pairs take turns and 1/16 of the random fives, which makes .75 and
    // .97 at best; healthy .73 and .96, and .5 where a judge is blind to order
    assertThat(auc(real, shuffled, 2, 7)).isGreaterThan(.62);
    assertThat(auc(real, shuffled, 5, 7)).isGreaterThan(.8);
  }

  @Test
  void orderIsNotToldByOneRow() {
    assertThat(auc(real, MadeTraffic.shuffled(again, 3), 1, 7)).isCloseTo(.5, NOISE);
  }

  @Test
  void noHostIsInBothHalves() {
    // Given two tables that share half of their hosts
    FlowTable other = MadeTraffic.of(2, "10.0.0.11", 20, 5);

    // When
    HostHalves halves = HostHalves.of(real, other, 7);

    // Then
    assertThat(halves.real().get(0).byHost().keySet())
        .hasSize(10)
        .doesNotContainAnyElementsOf(halves.other().get(1).byHost().keySet());
    assertThat(halves.other().get(0).byHost().keySet())
        .hasSize(10)
        .doesNotContainAnyElementsOf(halves.real().get(1).byHost().keySet());
  }

  @Test
  void ofEveryHostOnceItIsTheMeanAreaOfBothHalves() {
    double[] halves =
        metric.curves(real, again, 2, 7).stream().mapToDouble(RocCurve::auc).toArray();

    assertThat(metric.compare(real, again, 7).get("c2st.auc-2"))
        .isCloseTo((halves[0] + halves[1]) / 2, Offset.offset(1e-9));
  }

  @Test
  void aTableOfOneHostAllowsNoFigure() {
    assertThat(metric.compare(real, again.draw(1, 1), 7)).isEmpty();
  }

  @Test
  void theSeedDecides() {
    assertThat(auc(real, again, 1, 7)).isEqualTo(auc(real, again, 1, 7));
    assertThat(auc(real, again, 1, 7)).isNotEqualTo(auc(real, again, 1, 8));
  }

  private double auc(FlowTable one, FlowTable other, int length, long seed) {
    return metric.curves(one, other, length, seed).stream()
        .mapToDouble(RocCurve::auc)
        .average()
        .orElseThrow();
  }
}
