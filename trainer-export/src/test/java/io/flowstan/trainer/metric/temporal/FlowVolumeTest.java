package io.flowstan.trainer.metric.temporal;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.at;
import static io.flowstan.trainer.metric.temporal.SmallStreams.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FlowVolumeTest {
  private final FlowVolume metric = new FlowVolume();

  private static List<Flow> flows(int host, int count) {
    return at(HOST + host, LongStream.range(0, count));
  }

  @Test
  void agreesWithSciPy() {
    // Given
    FlowTable real = table(1, flows(0, 2), flows(1, 5), flows(2, 7), flows(3, 10), flows(4, 40));
    FlowTable other = table(1, flows(0, 1), flows(1, 5), flows(2, 5), flows(3, 60));

    // When
    Map<String, Double> figures = metric.compare(real, other, 1);

    // Then: ks_2samp([2, 5, 7, 10, 40], [1, 5, 5, 60]).statistic; means 12.8 and 17.75
    assertThat(figures.get("volume.ks")).isEqualTo(.35, within(1e-12));
    assertThat(figures.get("volume.total")).isEqualTo(Math.log(17.75 / 12.8), within(1e-12));
  }

  @Test
  void isADay() {
    // Given twice the flows on twice the days
    FlowTable real = table(1, flows(0, 2), flows(1, 3));
    FlowTable other = table(2, flows(0, 4), flows(1, 6));

    assertThat(metric.compare(real, other, 1))
        .containsEntry("volume.total", 0.0)
        .containsEntry("volume.ks", 0.0);
  }

  @Test
  void aHostWithoutFlowsCounts() {
    FlowTable table = table(1, flows(0, 0), flows(1, 3), flows(2, 9));

    assertThat(metric.facts(table))
        .containsEntry("volume.mean", 4.0)
        .containsEntry("volume.median", 3.0)
        .containsEntry("volume.max", 9.0);
  }

  @Test
  void aTableWithoutFlowsHasNoRatio() {
    FlowTable none = table(1, flows(0, 0), flows(1, 0));
    FlowTable some = table(1, flows(0, 1), flows(1, 1));

    assertThat(metric.compare(some, none, 1)).containsOnlyKeys("volume.ks");
  }

  @Test
  void oneHostHasNoDistribution() {
    FlowTable one = table(1, flows(0, 5));

    assertThat(metric.compare(one, one, 1)).containsOnlyKeys("volume.total");
  }
}
