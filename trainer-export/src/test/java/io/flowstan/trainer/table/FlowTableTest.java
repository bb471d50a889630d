package io.flowstan.trainer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowTableTest {
  private static final int A = Ipv4.parse("10.0.0.1");
  private static final int B = Ipv4.parse("10.0.0.2");
  private static final int C = Ipv4.parse("10.0.0.3");
  private static final int PEER = Ipv4.parse("192.0.2.9");

  private static Flow flow(int host, long second) {
    return new Flow(second, 0, host, PEER, 40_000, 443, 6, 2, 0, 0, 1, 40, "background");
  }

  private static FlowTable table(int... flowsOfHosts) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < flowsOfHosts.length; h++) {
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < flowsOfHosts[h]; i++) {
        flows.add(flow(A + h, i));
      }
      byHost.put(A + h, flows);
    }
    return new FlowTable("table", 0, 1, byHost);
  }

  @Test
  void everyWindowIsAsLikelyAsEveryOther() {
    // Given windows of 2 flows: 9 of A, 1 of B, none of C
    FlowTable table = table(10, 2, 1);

    // When
    Map<FlowTable.Window, Integer> counts = new HashMap<>();
    for (FlowTable.Window window : table.windows(2, 10_000, 7)) {
      counts.merge(window, 1, Integer::sum);
    }

    // Then: 1,000 each, deviation 30; a window that is drawn twice as often has 2,000
    assertThat(counts).hasSize(10).containsKey(new FlowTable.Window(B, 0));
    assertThat(counts.keySet()).noneMatch(window -> window.host() == C);
    assertThat(counts.values()).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void aTableWithoutAWindowIsRefused() {
    assertThatThrownBy(() -> table(1, 1).windows(2, 1, 7))
        .hasMessage("table: no host has 2 flows: expected at least one that has");
  }

  @Test
  void hostsAreDrawnOnceEachByTheSeed() {
    FlowTable table = table(1, 1, 1);

    assertThat(table.shuffledHosts(1)).containsExactlyInAnyOrder(A, B, C);
    assertThat(table.draw(2, 1).byHost().keySet())
        .containsExactlyElementsOf(table.shuffledHosts(1).subList(0, 2));
    assertThat(table.draw(9, 1).hosts()).isEqualTo(3);
  }

  @Test
  void columnsSayWhatTheFlowsSay() {
    // Given a request and its reply two seconds later
    Flow request = flow(A, 105);
    Flow reply = new Flow(107, 8, PEER, A, 443, 40_000, 6, 18, 0, 2, 2, 90, "background");

    // When
    AttributeColumns columns = AttributeColumns.of(A, List.of(request, reply), 100);

    // Then
    assertThat(columns.column(Attribute.GAP)).containsExactly(5, 2);
    assertThat(columns.column(Attribute.DIRECTION)).containsExactly(0, 1);
    assertThat(columns.column(Attribute.HOST_PORT)).containsExactly(40_000, 40_000);
    assertThat(columns.column(Attribute.PEER_PORT)).containsExactly(443, 443);
    assertThat(columns.column(Attribute.PEER_OCTET)).containsExactly(192, 192);
    assertThat(columns.column(Attribute.BYTES)).containsExactly(40, 90);
    assertThat(columns.column(Attribute.DURATION)).containsExactly(0, 8);
  }
}
