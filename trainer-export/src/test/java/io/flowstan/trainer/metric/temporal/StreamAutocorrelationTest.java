package io.flowstan.trainer.metric.temporal;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.ofBytes;
import static io.flowstan.trainer.metric.temporal.SmallStreams.table;
import static io.flowstan.trainer.metric.temporal.SmallStreams.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamAutocorrelationTest {
  private final StreamAutocorrelation metric = new StreamAutocorrelation();

  /** Flows out and in by turns: r(k) = (-1)^k (n - k) / n for an even number n of flows. */
  private static List<Flow> byTurns(int host, int flows) {
    return IntStream.range(0, flows)
        .mapToObj(i -> i % 2 == 0 ? udp(i, host, 99) : udp(i, 99, host))
        .toList();
  }

  /** Two out, two in: r(1) = (n / 2 - (n / 2 - 1)) / n = 1 / n for n a multiple of 4. */
  private static List<Flow> byPairs(int host, int flows) {
    return IntStream.range(0, flows)
        .mapToObj(i -> i % 4 < 2 ? udp(i, host, 99) : udp(i, 99, host))
        .toList();
  }

  private static double[] direction(StreamAutocorrelation metric, FlowTable table) {
    return metric.curve(table, FlowSeries.DIRECTION);
  }

  @Test
  void hostsCountByTheirFlows() {
    // Given lag 1 of -199/200 at a host of 200 flows and 1/600 at one of 600
    FlowTable table = table(1, byTurns(HOST, 200), byPairs(HOST + 1, 600));

    // Then: (200 * -199/200 + 600 * 1/600) / 800
    assertThat(direction(metric, table)[0]).isEqualTo(-198 / 800.0, within(1e-12));
  }

  @Test
  void aHostOfFewFlowsIsLeftOut() {
    FlowTable table = table(1, byTurns(HOST, 200), byPairs(HOST + 1, 196));

    assertThat(direction(metric, table)[49]).isEqualTo(150 / 200.0, within(1e-12));
  }

  @Test
  void theFigureIsTheMeanGapOverLags() {
    // Given |r(k)| = 1 - k / n with the same sign in both
    FlowTable real = table(1, byTurns(HOST, 200));
    FlowTable other = table(1, byTurns(HOST, 400));

    // Then: mean of k / 200 - k / 400 over k = 1..50
    assertThat(metric.compare(real, other, 1))
        .hasEntrySatisfying(
            "acf.direction", gap -> assertThat(gap).isEqualTo(25.5 / 400, within(1e-12)));
  }

  @Test
  void aSeriesThatNeverVariesHasNoFigure() {
    // Given one flow a second of equal bytes: only the direction varies
    FlowTable table = table(1, byTurns(HOST, 200));

    assertThat(metric.compare(table, table, 1)).containsOnlyKeys("acf.direction");
    assertThat(metric.facts(table)).isEmpty();
  }

  @Test
  void theFirstFlowHasNoGap() {
    // Given flows one second apart, a long time after the table's beginning
    FlowTable table =
        table(1, LongStream.range(0, 300).mapToObj(i -> ofBytes(50_000 + i, 100 + i % 2)).toList());

    assertThat(metric.curve(table, FlowSeries.GAP)).isEmpty();
    assertThat(metric.curve(table, FlowSeries.BYTES)).hasSize(50);
  }

  @Test
  void theFactsAreOfBytes() {
    // Given bytes by turns 100 and 200: r(k) = (-1)^k (n - k) / n whatever the scale
    FlowTable table =
        table(1, LongStream.range(0, 200).mapToObj(i -> ofBytes(i, 100 + 100 * (i % 2))).toList());

    Map<String, Double> facts = metric.facts(table);

    assertThat(facts).hasSize(6);
    assertThat(facts.get("acf.bytes.lag-1")).isEqualTo(-199 / 200.0, within(1e-12));
    assertThat(facts.get("acf.bytes.lag-20")).isEqualTo(180 / 200.0, within(1e-12));
  }
}
