package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlCommand;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.Ipv4;
import io.flowstan.it.stream.TestCluster.Application;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.control.ControlDesk;
import io.flowstan.service.population.AssignedHost;
import io.flowstan.service.stream.FlowGenerator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real broker, with an engine that needs no model. */
class FlowGeneratorIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static TestCluster cluster;

  @BeforeAll
  static void startBroker() {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopBroker() {
    cluster.close();
  }

  @Test
  void flowsAreLawfulNumberedWithoutGapAndStampedWithTheirEnd(@TempDir Path state)
      throws Exception {
    // Given twenty hosts on the hosts topic
    Application application = cluster.application("lawful", state);
    application.createTopics();
    application.hosts().assign(Application.hosts(20));

    // When the service sends ten simulated minutes
    long untilMs = TestCluster.START_MS + 600_000;
    try (FlowGenerator generator =
        application.start(new Pace.Max(), untilMs, () -> new FakeHostStreams(1_000))) {
      await().atMost(SOON).until(() -> generator.tally().isFinished());
    }

    // Then an independent reader finds what the engine alone says, every record as promised
    CommittedFlows flows = CommittedFlows.read(cluster.bootstrapServers(), "lawful.flows");
    assertThat(flows.size()).isEqualTo(expected(Application.hosts(20), untilMs).size());
    assertThat(flows.sequences()).hasSize(20);
    assertThat(flows.sequenceProblems()).isEmpty();
    assertThat(flows.records())
        .allSatisfy(
            entry -> {
              assertThat(entry.timestampMs()).isEqualTo(entry.endMs());
              assertThat(entry.value().get("host")).hasToString(entry.key());
              assertThat(FlowRule.allHold(entry.flow(), Ipv4.parse(entry.key()))).isTrue();
            });
  }

  @Test
  void gracefulRestartsNeitherRepeatNorLoseNorChangeAFlow(@TempDir Path state) throws Exception {
    // Given a service that was stopped three times in full flight
    Application application = cluster.application("restart", state);
    application.createTopics();
    application.hosts().assign(Application.hosts(50));
    for (int run = 0; run < 3; run++) {
      try (FlowGenerator generator = application.start(new Pace.Max())) {
        await().atMost(SOON).until(() -> generator.tally().flows() > 2_000);
      }
    }

    // When the topic is read
    CommittedFlows flows = CommittedFlows.read(cluster.bootstrapServers(), "restart.flows");

    // Then each host counts on without gap or repeat, and says what it would have said unstopped
    assertThat(flows.size()).isGreaterThan(6_000);
    assertThat(flows.sequenceProblems()).isEmpty();
    Set<String> others = new HashSet<>();
    flows.records().forEach(entry -> others.add(text(entry)));
    expected(Application.hosts(50), lastDueMs(flows)).forEach(others::remove);
    assertThat(others).isEmpty();
  }

  @Test
  void hostsComeAndGoWhileTheServiceRuns(@TempDir Path state) throws Exception {
    // Given a running service with two hosts
    Application application = cluster.application("population", state);
    application.createTopics();
    List<AssignedHost> specs = Application.hosts(3);
    application.hosts().assign(specs.subList(0, 2));
    try (FlowGenerator generator = application.start(new Pace.Speed(60))) {
      await().atMost(SOON).until(() -> generator.tally().hosts() == 2);

      // When one is added, and another taken away and brought back
      application.hosts().assign(specs.subList(2, 3));
      await().atMost(SOON).until(() -> generator.tally().hosts() == 3);
      application.hosts().remove(List.of(specs.get(0).spec().address()));
      await().atMost(SOON).until(() -> generator.tally().hosts() == 2);
      application.hosts().assign(specs.subList(0, 1));
      await().atMost(SOON).until(() -> generator.tally().hosts() == 3);
      long before = generator.tally().flows();
      await().atMost(SOON).until(() -> generator.tally().flows() > before + 200);
    }

    // Then all three have flows, each counted without gap
    CommittedFlows flows = CommittedFlows.read(cluster.bootstrapServers(), "population.flows");
    assertThat(flows.sequences()).containsOnlyKeys("10.0.0.1", "10.0.0.2", "10.0.0.3");
    assertThat(flows.sequenceProblems()).isEmpty();
  }

  @Test
  void everyTaskObeysACommandOnce(@TempDir Path state) throws Exception {
    // Given a running service with hosts in every task
    Application application = cluster.application("control", state);
    application.createTopics();
    List<AssignedHost> specs = Application.hosts(20);
    application.hosts().assign(specs);
    ControlDesk desk = application.desk();
    long pauseMs = TestCluster.START_MS + 3_600_000;
    long until = expected(specs, pauseMs).size();
    try (FlowGenerator generator = application.start(new Pace.Speed(10))) {
      await().atMost(SOON).until(() -> generator.tally().flows() > 50);

      // When it is to pause one simulated hour from the start, to hurry, and once more to hurry;
      // the pause first, because whoever hurries is past the hour in no time
      ControlCommand pause = command(1, ClockCommand.PAUSE);
      pause.setEffective(Instant.ofEpochMilli(pauseMs));
      var timed = desk.hand(pause, SOON);
      var hurried = desk.hand(command(2, ClockCommand.MAX), SOON);
      var repeated = desk.hand(command(2, ClockCommand.MAX), SOON);

      // Then all tasks answer, the repeated one as the first time
      assertThat(timed).hasSize(TestCluster.PARTITIONS);
      assertThat(hurried.values())
          .hasSize(TestCluster.PARTITIONS)
          .allMatch(ack -> ack.getOutcome() == AckOutcome.APPLIED);
      assertThat(repeated.values()).allMatch(ack -> ack.getOutcome() == AckOutcome.APPLIED);

      // And it sends as many flows as the hour holds
      await().atMost(SOON).until(() -> generator.tally().flows() >= until);
    }

    // And every task stops there
    CommittedFlows flows = CommittedFlows.read(cluster.bootstrapServers(), "control.flows");
    assertThat(flows.size()).isEqualTo((int) until);
    assertThat(flows.sequenceProblems()).isEmpty();
  }

  private static ControlCommand command(long id, ClockCommand command) {
    return ControlCommand.newBuilder().setId(id).setCommand(command).build();
  }

  private static List<String> expected(List<AssignedHost> specs, long untilMs) {
    List<String> flows = new ArrayList<>();
    try (FakeHostStreams engine = new FakeHostStreams(1_000)) {
      specs.forEach(host -> engine.add(host.spec()));
      engine.advance(
          untilMs,
          Integer.MAX_VALUE,
          sent -> flows.add(text(Ipv4.format(sent.host()), sent.sequence(), sent.flow())));
    }
    return flows;
  }

  private static long lastDueMs(CommittedFlows flows) {
    return flows.records().stream().mapToLong(CommittedFlows.Entry::endMs).max().orElseThrow()
        + 1_000;
  }

  private static String text(CommittedFlows.Entry entry) {
    return text(entry.key(), entry.sequence(), entry.flow());
  }

  private static String text(String host, long sequence, Flow flow) {
    return host + " " + sequence + " " + flow;
  }
}
