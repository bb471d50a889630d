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

class CountBurstinessTest {
  private final CountBurstiness metric = new CountBurstiness();

  /**
   * {@code flows} flows in every second five minutes: mean f / 2, sample variance f^2 / 4 * 288 /
   * 287, so the Fano factor is f / 2 * 288 / 287 and the autocorrelation -(287 / 288) at lag 1.
   */
  private static List<Flow> everySecondSlot(int host, int flows) {
    return at(HOST + host, LongStream.range(0, 144L * flows).map(i -> i / flows * 600 + i % flows));
  }

  @Test
  void isOfTheMedianHost() {
    // Given Fano factors of 2, 4 and 50 times 288 / 287
    FlowTable table =
        table(1, everySecondSlot(0, 100), everySecondSlot(1, 4), everySecondSlot(2, 8));

    assertThat(metric.facts(table).get("counts.fano")).isEqualTo(4 * 288.0 / 287, within(1e-9));
  }

  @Test
  void memoryIsOfBusyHosts() {
    // Given 144 and 1,440 flows a day
    FlowTable quiet = table(1, everySecondSlot(0, 1));
    FlowTable busy = table(1, everySecondSlot(0, 10));

    assertThat(metric.facts(quiet)).containsOnlyKeys("counts.fano");
    assertThat(metric.facts(busy).get("counts.acf-5m")).isEqualTo(-287 / 288.0, within(1e-9));
    assertThat(metric.facts(busy).get("counts.acf-1h")).isEqualTo(276 / 288.0, within(1e-9));
  }

  @Test
  void theFanoFactorIsComparedAsARatio() {
    FlowTable real = table(1, everySecondSlot(0, 10));
    FlowTable other = table(1, everySecondSlot(0, 30));

    Map<String, Double> figures = metric.compare(real, other, 1);

    assertThat(figures.get("counts.fano")).isEqualTo(Math.log(3), within(1e-9));
    assertThat(figures.get("counts.acf-5m")).isEqualTo(0, within(1e-9));
  }
}
