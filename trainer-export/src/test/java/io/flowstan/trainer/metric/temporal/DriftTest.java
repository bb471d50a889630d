package io.flowstan.trainer.metric.temporal;

import static io.flowstan.trainer.metric.temporal.SmallStreams.HOST;
import static io.flowstan.trainer.metric.temporal.SmallStreams.ofBytes;
import static io.flowstan.trainer.metric.temporal.SmallStreams.table;
import static io.flowstan.trainer.metric.temporal.SmallStreams.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final long LAST_THREE_HOURS = 21 * 3_600;
  private static final long DAY = 86_400;

  private final Drift metric = new Drift();

  @Test
  void theDivergenceOfBytesAgreesWithSciPy() {
    // Given 4, 2, 2, 0 flows of sizes in the bins of 64, 128, 256 and 512, later 1, 0, 3, 4
    List<Flow> flows = new ArrayList<>();
    for (long bytes : new long[] {64, 100, 127, 127, 128, 255, 256, 511}) {
      flows.add(ofBytes(flows.size() * 7L, bytes));
    }
    for (long bytes : new long[] {65, 256, 300, 500, 512, 513, 1_000, 1_023}) {
      flows.add(ofBytes(LAST_THREE_HOURS + flows.size() * 7L, bytes));
    }

    // Then: jensenshannon([4, 2, 2, 0], [1, 0, 3, 4]) ** 2
    assertThat(metric.facts(table(1, flows)).get("drift.hours.bytes"))
        .isEqualTo(0.32645527726386897, within(1e-12));
  }

  @Test
  void flowsGapsAndPeersAreComparedBetweenFirstAndLastHours() {
    // Given 4 early flows (one in the same second, two new peers), 2 late ones (one, none)
    FlowTable table =
        table(
            1,
            List.of(
                udp(0, HOST, 2),
                udp(0, HOST, 3),
                udp(5, HOST, 3),
                udp(10_799, HOST, 3),
                udp(10_800, HOST, 4),
                udp(LAST_THREE_HOURS, HOST, 4),
                udp(LAST_THREE_HOURS, HOST, 2)));

    // When
    Map<String, Double> drift = metric.facts(table);

    // Then
    assertThat(drift.get("drift.hours.flows")).isEqualTo(Math.log(2 / 4.0), within(1e-12));
    assertThat(drift.get("drift.hours.same-second")).isEqualTo(1 / 2.0 - 1 / 4.0, within(1e-12));
    assertThat(drift.get("drift.hours.new-peers")).isEqualTo(0 - 2 / 4.0, within(1e-12));
  }

  @Test
  void theSeventhDayIsComparedWithTheFirst() {
    // Given one flow on the first day, three on the seventh and none in the last three hours
    List<Flow> flows =
        List.of(
            udp(30_000, HOST, 2),
            udp(3 * DAY, HOST, 2),
            udp(6 * DAY, HOST, 2),
            udp(6 * DAY, HOST, 2),
            udp(6 * DAY + 30_000, HOST, 2),
            udp(7 * DAY, HOST, 2));

    assertThat(metric.facts(table(7, flows)))
        .containsOnlyKeys(
            "drift.days.flows",
            "drift.days.bytes",
            "drift.days.same-second",
            "drift.days.new-peers")
        .containsEntry("drift.days.flows", Math.log(3))
        .containsEntry("drift.days.bytes", 0.0);
    assertThat(metric.facts(table(6, flows))).isEmpty();
  }

  @Test
  void theFigureIsHowMuchMoreOrLessItDrifts() {
    // Given twice as many late flows as early ones in the one, half as many in the other
    Flow early = udp(0, HOST, 2);
    Flow late = udp(LAST_THREE_HOURS, HOST, 2);
    FlowTable real = table(1, List.of(early, late, late));
    FlowTable other = table(1, List.of(early, early, late));

    assertThat(metric.compare(real, other, 1).get("drift.hours.flows"))
        .isEqualTo(Math.log(4), within(1e-12));
  }

  @Test
  void tablesOfUnlikeLengthAreNotCompared() {
    List<Flow> flows = List.of(udp(0, HOST, 2), udp(LAST_THREE_HOURS, HOST, 2));

    assertThat(metric.compare(table(1, flows), table(1, flows), 1)).isNotEmpty();
    assertThat(metric.compare(table(1, flows), table(2, flows), 1)).isEmpty();
  }
}
