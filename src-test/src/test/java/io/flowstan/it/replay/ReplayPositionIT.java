package io.flowstan.it.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowstan.avro.FlowRecord;
import io.flowstan.flow.Network;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import io.flowstan.it.broker.BrokerUnderTest;
import io.flowstan.it.stream.CommittedFlows;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.replay.CheckedTables;
import io.flowstan.service.replay.FlowReplay;
import io.flowstan.service.replay.RecordedTables;
import io.flowstan.service.replay.ReplayPosition;
import io.flowstan.service.replay.TableOpener;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a replay begins, after all that may have been before. */
class ReplayPositionIT {
  private static final TableOpener OPENER =
      table ->
          RecordedFlows.ofNetworks(table, List.of(Network.parse("42.219.0.0/16")), OnError.FAIL);

  private static BrokerUnderTest broker;
  private static Map<String, String> client;

  @TempDir private Path folder;

  @BeforeAll
  static void startBroker() {
    broker = BrokerUnderTest.start();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aReplayThatWasStoppedGoesOnBehindItsLastFlow() throws Exception {
    List<Path> tables = List.of(table("a.csv", 0, 300), table("b.csv", 300, 300));

    ReplayPosition first = replay("stopped", tables, false, afterFlows(250));
    ReplayPosition second = replay("stopped", tables, false, () -> false);

    assertThat(first.isDone()).isFalse();
    assertThat(first.flows()).isEqualTo(250);
    assertThat(second.isDone()).isTrue();
    assertThat(sent("stopped")).isEqualTo(600);
  }

  @Test
  void whatIsDoneIsNotSentAgainUnlessAskedFor() throws Exception {
    List<Path> tables = List.of(table("a.csv", 0, 60));

    replay("again", tables, false, () -> false);
    ReplayPosition again = replay("again", tables, false, () -> false);

    assertThat(again.isDone()).isTrue();
    assertThat(sent("again")).isEqualTo(60);

    replay("again", tables, true, () -> false);

    assertThat(sent("again")).isEqualTo(120);
  }

  @Test
  void furtherTablesGoOnWithTheHostsSequences() throws Exception {
    replay("days", List.of(table("a.csv", 0, 60)), false, () -> false);
    replay("days", List.of(table("b.csv", 60, 90)), false, () -> false);

    assertThat(sent("days")).isEqualTo(150);
  }

  @Test
  void aTableThatChangedMeanwhileIsRefused() throws Exception {
    List<Path> tables = List.of(table("a.csv", 0, 100));
    replay("changed", tables, false, afterFlows(50));
    table("a.csv", 1, 100);

    assertThatThrownBy(() -> replay("changed", tables, false, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped after flow 50")
        .hasMessageContaining("a.csv");
    assertThat(sent("changed")).isEqualTo(50);
  }

  @Test
  void aTopicMadeAnewUnderItsOldNameStartsWithoutAPosition() throws Exception {
    List<Path> tables = List.of(table("a.csv", 0, 60));
    replay("anew", tables, false, () -> false);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      admin.deleteTopics(List.of("anew")).all().get();
      await().until(() -> !admin.listTopics().names().get().contains("anew"));
    }

    replay("anew", tables, false, () -> false);

    assertThat(sent("anew")).isEqualTo(60);
  }

  @Test
  void aSecondReplayOntoTheSameTopicEndsTheFirst() throws Exception {
    List<Path> tables = List.of(table("a.csv", 0, 60));
    create("twice");
    try (FlowReplay first = open("twice")) {
      ReplayPosition beginning = first.begin(wanted(tables), false);
      try (RecordedTables source = new RecordedTables(tables, OPENER, 0)) {
        replay("twice", tables, false, () -> false);

        assertThatThrownBy(() -> first.send(source, beginning, () -> false))
            .isInstanceOf(KafkaException.class);
      }
    }

    assertThat(sent("twice")).isEqualTo(60);
  }

  private ReplayPosition replay(
      String topic, List<Path> tables, boolean restart, BooleanSupplier stopped) throws Exception {
    create(topic);
    try (FlowReplay replay = open(topic)) {
      ReplayPosition from = replay.begin(wanted(tables), restart);
      if (from.isDone()) {
        return from;
      }
      try (RecordedTables source = new RecordedTables(tables, OPENER, from.shiftSeconds())) {
        source.skip(from.flows());
        return replay.send(source, from, stopped);
      }
    }
  }

  private static ReplayPosition wanted(List<Path> tables) throws IOException {
    CheckedTables checked = CheckedTables.check(tables, OPENER, said -> {});
    return ReplayPosition.beginning(checked.tables(), "all", 0);
  }

  private static FlowReplay open(String topic) throws InterruptedException {
    return new FlowReplay(
        topic,
        client,
        new BuiltInRegistry(Map.of(SchemaIds.valueSubject(topic), FlowRecord.getClassSchema())),
        new Pace.Max(),
        RecordTimestamp.FLOW_END,
        new ServiceMeters(new SimpleMeterRegistry()),
        System::currentTimeMillis);
  }

  private static void create(String topic) throws InterruptedException {
    TopicSettings output = TopicSettings.output(topic, 2, -1).withReplicationFactor(1);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      Topics.ensure(admin, output);
      Topics.ensure(admin, FlowReplay.journal(output));
    }
  }

  /** Turns true when it has been asked for so many flows. */
  private static BooleanSupplier afterFlows(int count) {
    int[] asked = {0};
    return () -> asked[0]++ >= count;
  }

  /** Flows on the topic, of which every host counts on from 0. */
  private static int sent(String topic) {
    CommittedFlows flows = CommittedFlows.read(broker.bootstrapServers(), topic);
    assertThat(flows.sequenceProblems()).isEmpty();
    return flows.size();
  }

  /** Writes {@code count} flows of five hosts, one a second from {@code second} on. */
  private Path table(String name, int second, int count) throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = second; i < second + count; i++) {
      rows.add(
          String.format(
              "2016-04-11 00:%02d:%02d,0.000,42.219.0.%d,8.8.8.8,1000,53,UDP,.A....,0,0,1,60,"
                  + "background",
              i / 60, i % 60, 1 + i % 5));
    }
    return Files.write(folder.resolve(name), rows);
  }
}
