package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.io.FlowReader;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.it.stream.CommittedFlows;
import io.flowstan.service.broker.EmbeddedBroker;
import io.flowstan.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flowstan replay --max}: what is on the topic beside what is in the table. */
class ReplayIT {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void everyFlowOfEveryListedHostIsOnTheTopicOnceInOrder(@TempDir Path folder) throws Exception {
    // Given a table that the program wrote
    Launched.succeed(
        folder, "sample", "--hosts", "10", "--duration", "2h", "--seed", "3", "--out", "r.csv");
    Path table = folder.resolve("r.csv");
    Map<String, List<Flow>> expected = new HashMap<>();
    HostList hosts = HostList.read(folder.resolve("r.hosts"));
    for (Flow flow : rows(table)) {
      for (int host : hosts.addresses()) {
        if (flow.source() == host || flow.destination() == host) {
          expected.computeIfAbsent(Ipv4.format(host), unseen -> new ArrayList<>()).add(flow);
        }
      }
    }

    // When
    Launched replay =
        replay("sampled.flows", table, "--hosts", folder.resolve("r.hosts").toString());

    // Then
    CommittedFlows sent = CommittedFlows.read(broker.bootstrapServers(), "sampled.flows");
    assertThat(byHost(sent)).isEqualTo(expected);
    assertThat(sent.sequenceProblems()).isEmpty();
    assertThat(replay.summary().path("flows").asInt()).isEqualTo(sent.size());
  }

  @Test
  void everyRowOfTheRecordedDayIsOnTheTopicOnceInOrder() throws Exception {
    // Given
    Path table = SharedData.file("ugr16-20160411-dev.csv.gz");
    Map<String, List<Flow>> expected = new HashMap<>();
    Network monitored = Network.parse("42.219.0.0/16");
    try (var flows = RecordedFlows.ofNetworks(table, List.of(monitored), OnError.FAIL)) {
      for (var next = flows.next(); next != null; next = flows.next()) {
        expected
            .computeIfAbsent(Ipv4.format(next.host()), unseen -> new ArrayList<>())
            .add(next.flow());
      }
    }

    // When
    Launched replay = replay("recorded.flows", table);

    // Then
    CommittedFlows sent = CommittedFlows.read(broker.bootstrapServers(), "recorded.flows");
    assertThat(sent.size()).isEqualTo(169_974);
    assertThat(sent.sequenceProblems()).isEmpty();
    assertThat(byHost(sent).equals(expected)).as("the same flows in the same order").isTrue();
    assertThat(replay.summary().path("flows").asInt()).isEqualTo(169_974);
  }

  private static Launched replay(String topic, Path table, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("replay", table.toAbsolutePath().toString(), "--max", "--json"));
    arguments.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
    arguments.addAll(List.of("--topic", topic, "--admin-port", "0"));
    arguments.addAll(List.of(more));
    return Launched.succeed(Path.of("target"), arguments.toArray(new String[0]));
  }

  private static Map<String, List<Flow>> byHost(CommittedFlows sent) {
    Map<String, List<Flow>> flows = new HashMap<>();
    for (CommittedFlows.Entry entry : sent.records()) {
      flows.computeIfAbsent(entry.key(), unseen -> new ArrayList<>()).add(entry.flow());
    }
    return flows;
  }

  private static List<Flow> rows(Path table) throws IOException {
    List<Flow> rows = new ArrayList<>();
    try (FlowReader reader = FlowReader.open(table, OnError.FAIL)) {
      for (Flow flow = reader.read(); flow != null; flow = reader.read()) {
        rows.add(flow);
      }
    }
    return rows;
  }
}
