package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedFlowsTest {
  private static final Network INSIDE = Network.parse("10.0.0.0/8");

  @TempDir private Path folder;

  private static String row(int second, String source, String destination) {
    return "2016-04-11 00:00:0%d,0.000,%s,%s,53,53,UDP,......,0,0,1,60,background\n"
        .formatted(second, source, destination);
  }

  @Test
  void aFlowBetweenTwoListedHostsIsInBothStreams() throws IOException {
    Path table = table(row(1, "10.0.0.1", "10.0.0.2"), row(1, "10.0.0.2", "9.9.9.9"));

    try (FlowSource flows =
        RecordedFlows.ofHosts(table, list("10.0.0.1", "10.0.0.2"), OnError.FAIL)) {
      assertThat(streams(flows)).containsExactly("10.0.0.1#0", "10.0.0.2#0", "10.0.0.2#1");
    }
  }

  @Test
  void aFlowOfNoListedHostIsLeftOutAndCounted() throws IOException {
    Path table = table(row(1, "10.0.0.1", "9.9.9.9"), row(2, "10.0.0.3", "9.9.9.9"));

    try (RecordedFlows flows = RecordedFlows.ofHosts(table, list("10.0.0.1"), OnError.FAIL)) {
      assertThat(streams(flows)).containsExactly("10.0.0.1#0");
      assertThat(flows.flowsOfNoHost()).isEqualTo(1);
      assertThat(flows.flows()).isEqualTo(2);
    }
  }

  @Test
  void aListedHostWithoutFlowsIsStillAHost() throws IOException {
    Path table = table(row(1, "10.0.0.1", "9.9.9.9"));

    try (FlowSource flows =
        RecordedFlows.ofHosts(table, list("10.0.0.1", "10.0.0.2"), OnError.FAIL)) {
      assertThat(flows.hosts()).hasSize(2);
    }
  }

  @Test
  void withNetworksEveryFlowIsOnceInTheStreamOfItsInnerEnd() throws IOException {
    Path table =
        table(
            row(1, "10.0.0.1", "9.9.9.9"),
            row(1, "9.9.9.9", "10.0.0.1"),
            row(1, "10.0.0.2", "10.0.0.1"),
            row(1, "8.8.8.8", "9.9.9.9"));

    try (FlowSource flows = RecordedFlows.ofNetworks(table, List.of(INSIDE), OnError.FAIL)) {
      assertThat(flows.hosts())
          .containsExactlyInAnyOrder(
              Ipv4.parse("10.0.0.1"), Ipv4.parse("10.0.0.2"), Ipv4.parse("8.8.8.8"));
      assertThat(streams(flows))
          .containsExactly("10.0.0.1#0", "10.0.0.1#1", "10.0.0.2#0", "8.8.8.8#0");
    }
  }

  @Test
  void theOrderOfTheFileIsKeptWithinASecondAndFlowsAreDueAtTheirEnd() throws IOException {
    Path table = table(row(5, "10.0.0.9", "9.9.9.9"), row(5, "10.0.0.1", "9.9.9.9"));

    try (FlowSource flows = RecordedFlows.ofNetworks(table, List.of(INSIDE), OnError.FAIL)) {
      HostFlow first = java.util.Objects.requireNonNull(flows.next());
      assertThat(Ipv4.format(first.host())).isEqualTo("10.0.0.9");
      assertThat(first.dueMs()).isEqualTo(first.flow().endMs());
    }
  }

  @Test
  void timeThatRunsBackwardsStopsTheReading() throws IOException {
    Path table = table(row(5, "10.0.0.9", "9.9.9.9"), row(4, "10.0.0.1", "9.9.9.9"));

    try (FlowSource flows = RecordedFlows.ofNetworks(table, List.of(INSIDE), OnError.FAIL)) {
      assertThatThrownBy(() -> streams(flows))
          .hasMessage(
              table
                  + ":2: field 'te' = \"2016-04-11T00:00:04Z\": expected no time before that of the"
                  + " row above, 2016-04-11T00:00:05Z");
    }
  }

  @Test
  void timeThatRunsBackwardsIsSkippedAndCounted() throws IOException {
    Path table =
        table(
            row(5, "10.0.0.9", "9.9.9.9"),
            row(4, "10.0.0.9", "9.9.9.9"),
            row(5, "10.0.0.9", "9.9.9.9"));

    try (RecordedFlows flows = RecordedFlows.ofNetworks(table, List.of(INSIDE), OnError.SKIP)) {
      assertThat(streams(flows)).containsExactly("10.0.0.9#0", "10.0.0.9#1");
      assertThat(flows.skipped()).isEqualTo(1);
      assertThat(flows.flows()).isEqualTo(2);
    }
  }

  private Path table(String... rows) throws IOException {
    return Files.writeString(folder.resolve("flows.csv"), String.join("", rows));
  }

  private static HostList list(String... hosts) {
    List<Integer> addresses = new ArrayList<>();
    for (String host : hosts) {
      addresses.add(Ipv4.parse(host));
    }
    return new HostList(addresses);
  }

  /** Every flow as its host and sequence. */
  private static List<String> streams(FlowSource flows) throws IOException {
    List<String> streams = new ArrayList<>();
    for (HostFlow flow = flows.next(); flow != null; flow = flows.next()) {
      streams.add(Ipv4.format(flow.host()) + "#" + flow.sequence());
    }
    return streams;
  }
}
