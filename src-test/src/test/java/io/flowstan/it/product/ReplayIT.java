package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.io.FlowReader;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.it.broker.BrokerUnderTest;
import io.flowstan.it.stream.CommittedFlows;
import io.flowstan.service.bench.Ceiling;
import io.flowstan.service.wire.FlowEncoder;
import io.flowstan.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flowstan replay}: what is on the topic beside what is in the table. */
class ReplayIT {
  private static BrokerUnderTest broker;

  @BeforeAll
  static void startBroker() {
    broker = BrokerUnderTest.start();
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
    // When
    Launched replay = replay("recorded.flows", table);

    // Then
    CommittedFlows sent = CommittedFlows.read(broker.bootstrapServers(), "recorded.flows");
    assertThat(sent.size()).isEqualTo(169_974);
    assertThat(sent.sequenceProblems()).isEmpty();
    assertThat(byHost(sent).equals(byHost(table))).as("the same flows in the same order").isTrue();
    assertThat(replay.summary().path("flows").asInt()).isEqualTo(169_974);
  }

  @Test
  void aReplayThatIsKilledInFullFlightGoesOnWithoutGapOrRepeat(@TempDir Path folder)
      throws Exception {
    // Given a table, which takes 20 s at this rate
    Launched.succeed(
        folder, "sample", "--hosts", "40", "--duration", "6h", "--seed", "5", "--out", "k.csv");
    Path table = folder.resolve("k.csv");
    int flows = rows(table).size();
    String rate = Integer.toString(Math.max(1, flows / 20));

    // When it is killed three times with a transaction open, and then left alone
    for (int kill = 1; kill <= 3; kill++) {
      killBehind(kill * flows / 8, "killed.flows", table, "--rate", rate);
    }
    Launched last = Launched.succeed(folder, arguments("killed.flows", table, "--max"));

    // Then each flow is there once, in order, beside those of transactions that were given up
    CommittedFlows sent = CommittedFlows.read(broker.bootstrapServers(), "killed.flows");
    assertThat(sent.sequenceProblems()).isEmpty();
    assertThat(sent.size()).isEqualTo(flows);
    assertThat(byHost(sent).equals(byHost(table))).as("the same flows in the same order").isTrue();
    assertThat(recordsOfAllTransactions("killed.flows"))
        .as("kills that hit open transactions")
        .isGreaterThan(flows);
    assertThat(last.summary().path("flows").asInt()).isBetween(1, flows - 1);
    assertThat(last.errors()).contains("going on behind flow");
  }

  @Test
  @EnabledIfSystemProperty(named = "flowstan.it.long", matches = "true", disabledReason = "minutes")
  void theWholeTrainingDayGoesThroughAKillAtFullSpeed() throws Exception {
    // Given
    Path table = SharedData.file("ugr16-20160411-train.csv.gz");
    int flows = 966_800;

    // When it is killed about in the middle
    killBehind(flows / 3, "day.flows", table, "--max");
    Launched.succeed(Path.of("target"), arguments("day.flows", table, "--max"));

    // Then
    CommittedFlows sent = CommittedFlows.read(broker.bootstrapServers(), "day.flows");
    assertThat(sent.size()).isEqualTo(flows);
    assertThat(sent.sequenceProblems()).isEmpty();
    assertThat(byHost(sent).equals(byHost(table))).as("the same flows in the same order").isTrue();

    // And undisturbed, beside the broker's own benchmark
    Launched whole =
        Launched.succeed(Path.of("target"), arguments("whole-day.flows", table, "--max"));
    Ceiling.Report ceiling =
        Ceiling.run(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            "whole-day.flows",
            encoded(table),
            flows,
            3);
    System.out.printf(
        "replay of %,d flows at full speed: %,.0f flows/s; ProducerPerformance %,.0f records/s%n",
        flows, whole.summary().path("flowsPerSecond").asDouble(), ceiling.bestRecordsPerSecond());
  }

  private static Launched replay(String topic, Path table, String... more)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--max");
    return Launched.succeed(
        Path.of("target"), arguments(topic, table, options.toArray(new String[0])));
  }

  /** Starts a replay and kills it once the topic holds more than {@code offsets}. */
  private static void killBehind(long offsets, String topic, Path table, String... more)
      throws IOException {
    Launched replay = Launched.start(Path.of("target"), arguments(topic, table, more));
    try {
      await().atMost(Launched.AT_MOST).until(() -> end(topic) > offsets);
    } finally {
      replay.close();
    }
  }

  private static String[] arguments(String topic, Path table, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("replay", table.toAbsolutePath().toString(), "--json"));
    arguments.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
    arguments.addAll(List.of("--topic", topic, "--admin-port", "0"));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  /** Number of offsets in use, those of aborted transactions among them; 0 before the topic is. */
  private static long end(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = uncommittedReader()) {
      return consumer.listTopics().containsKey(topic)
          ? consumer.endOffsets(partitions(consumer, topic)).values().stream()
              .mapToLong(Long::longValue)
              .sum()
          : 0;
    }
  }

  /** Number of records, those of aborted transactions among them. */
  private static long recordsOfAllTransactions(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = uncommittedReader()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long records = 0;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        records += consumer.poll(Duration.ofMillis(100)).count();
      }
      return records;
    }
  }

  private static KafkaConsumer<byte[], byte[]> uncommittedReader() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private static List<byte[]> encoded(Path table) throws IOException {
    FlowEncoder encoder = new FlowEncoder(1);
    List<byte[]> values = new ArrayList<>();
    try (RecordedFlows flows = monitored(table)) {
      for (var next = flows.next(); next != null; next = flows.next()) {
        values.add(encoder.encode(next));
      }
    }
    return values;
  }

  private static Map<String, List<Flow>> byHost(Path table) throws IOException {
    Map<String, List<Flow>> byHost = new HashMap<>();
    try (RecordedFlows flows = monitored(table)) {
      for (var next = flows.next(); next != null; next = flows.next()) {
        byHost
            .computeIfAbsent(Ipv4.format(next.host()), unseen -> new ArrayList<>())
            .add(next.flow());
      }
    }
    return byHost;
  }

  private static RecordedFlows monitored(Path table) throws IOException {
    return RecordedFlows.ofNetworks(table, List.of(Network.parse("42.219.0.0/16")), OnError.FAIL);
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
