package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostStreams;
import io.flowstan.it.stream.TestCluster.Application;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.control.ControlDesk;
import io.flowstan.service.stream.EngineFactory;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command, on three instances that share six tasks, and across a restart of all of them. */
class ControlIT {
  private static final int INSTANCES = 3;
  private static final int TASKS = 6;
  private static final int HOSTS = 30;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** The bundle of hosts that have a flow in four seconds, not in one. */
  private static final String CALM = "calm";

  private static final EngineFactory ENGINES =
      new EngineFactory() {
        @Override
        public HostStreams open(@Nullable String bundle) {
          requireBundle(bundle);
          int factor = bundle == null ? 1 : 4;
          return new FakeHostStreams(factor * TestCluster.MEAN_GAP_MS);
        }

        @Override
        public void requireBundle(@Nullable String bundle) {
          if (bundle != null && !bundle.equals(CALM)) {
            throw new IllegalArgumentException(
                "bundle \"" + bundle + "\": expected " + CALM + ", or none");
          }
        }
      };

  @TempDir private static Path folder;
  private static TestCluster cluster;

  private final List<FlowGenerator> instances = new ArrayList<>();
  private long lastId;

  @BeforeAll
  static void startBroker() {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopBroker() {
    cluster.close();
  }

  @Test
  void paceAndPauseAreThoseOfTheLastCommandAlsoAfterARestart() throws Exception {
    Application application = application("paced");
    ControlDesk desk = application.desk();
    try {
      // Given 30 flows a second, one for each host
      startAll(application, new Pace.Speed(1));

      // When it is to be 10 times as fast, then to send 90 flows a second, whatever the time
      applied(desk, command(ClockCommand.SPEED).setValue(10.0).build());
      assertThat(flowsPerSecond()).isCloseTo(300, within(90.0));
      assertThat(simulatedPerSecond()).isCloseTo(10, within(2.0));
      ControlCommand rate = command(ClockCommand.RATE).setValue(90.0).build();
      applied(desk, rate);
      assertThat(flowsPerSecond()).isCloseTo(90, within(27.0));

      // Then it does, and goes on so after a restart, where it was told otherwise at its start
      stopAll();
      startAll(application, new Pace.Speed(1));
      assertThat(flowsPerSecond()).isCloseTo(90, within(27.0));

      // And nothing leaves while it is paused, across a restart too
      applied(desk, command(ClockCommand.PAUSE).build());
      assertThat(flowsPerSecond()).isZero();
      stopAll();
      startAll(application, new Pace.Speed(1));
      assertThat(flowsPerSecond()).isZero();
      applied(desk, command(ClockCommand.RESUME).build());
      assertThat(flowsPerSecond()).isCloseTo(90, within(27.0));

      // And a command that was obeyed is not obeyed again
      ControlCommand fast = command(ClockCommand.SPEED).setValue(20.0).build();
      applied(desk, fast);
      applied(desk, rate);
      assertThat(simulatedPerSecond()).isCloseTo(20, within(4.0));
    } finally {
      stopAll();
    }
    CommittedFlows flows = read(application);
    assertThat(flows.sequences()).hasSize(HOSTS);
    assertThat(flows.sequenceProblems()).isEmpty();
  }

  @Test
  void hostsComeGoAndChangeTheirBundleOnEveryInstance() throws Exception {
    Application application = application("peopled");
    ControlDesk desk = application.desk();
    Instant swapped = Instant.ofEpochMilli(TestCluster.START_MS + 600_000);
    try {
      startAll(application, new Pace.Speed(30));

      // When ten hosts are added, two removed, and all told to be calm after ten minutes
      applied(
          desk,
          command(ClockCommand.ADD_HOSTS)
              .setCount(10)
              .setNetwork("10.9.0.0/16")
              .setStart(Instant.ofEpochMilli(TestCluster.START_MS))
              .build());
      await().atMost(SOON).until(() -> hosts() == HOSTS + 10);
      applied(
          desk,
          command(ClockCommand.REMOVE_HOSTS).setHosts(List.of("10.0.0.1", "10.0.0.2")).build());
      await().atMost(SOON).until(() -> hosts() == HOSTS + 8);
      Map<Integer, ControlAck> waiting =
          desk.hand(
              command(ClockCommand.SWAP_BUNDLE).setBundle(CALM).setEffective(swapped).build(),
              SOON);
      assertThat(outcomes(waiting)).containsOnly(AckOutcome.SCHEDULED);

      // And all instances restart before it is time
      stopAll();
      startAll(application, new Pace.Speed(30));
      await().atMost(SOON).until(() -> hosts() == HOSTS + 8);
      long until = swapped.toEpochMilli() + 400_000;
      await().atMost(SOON.multipliedBy(2)).until(() -> simulatedMs() >= until);
    } finally {
      stopAll();
    }

    // Then the removed ones are silent, and the others have a flow a second, then one in four,
    // all of them numbered as one stream
    CommittedFlows flows = read(application);
    assertThat(flows.sequences()).hasSize(HOSTS + 10);
    assertThat(flows.sequenceProblems()).isEmpty();
    long swap = swapped.toEpochMilli();
    assertThat(flowsBetween(flows, swap - 200_000, swap) / 200.0)
        .isCloseTo(HOSTS + 8, Offset.offset(4.0));
    assertThat(flowsBetween(flows, swap + 100_000, swap + 300_000) / 200.0)
        .isCloseTo((HOSTS + 8) / 4.0, Offset.offset(2.0));
    for (String gone : List.of("10.0.0.1", "10.0.0.2")) {
      assertThat(flows.records())
          .filteredOn(entry -> entry.key().equals(gone))
          .allMatch(entry -> entry.endMs() < swap - 200_000);
    }
  }

  @Test
  void whatCannotBeObeyedIsRefusedByEveryTaskAndChangesNothing() throws Exception {
    Application application = application("refused");
    ControlDesk desk = application.desk();
    try {
      startAll(application, new Pace.Speed(10));

      refused(desk, command(ClockCommand.SPEED).setValue(-1.0), "speed");
      refused(desk, command(ClockCommand.RATE).setProfile("ramp up"), "ramp");
      refused(desk, command(ClockCommand.SWAP_BUNDLE).setBundle("none"), "bundle \"none\"");
      refused(
          desk,
          command(ClockCommand.ADD_HOSTS).setHosts(List.of("10.0.0.300")).setStart(Instant.EPOCH),
          "10.0.0.300");
      refused(desk, command(ClockCommand.UNKNOWN), "not known to this version");

      assertThat(simulatedPerSecond()).isCloseTo(10, within(2.0));
      assertThat(hosts()).isEqualTo(HOSTS);
    } finally {
      stopAll();
    }
  }

  private static Application application(String name) throws Exception {
    Application application = cluster.application(name, folder.resolve(name)).withPartitions(TASKS);
    application.createTopics();
    application.hosts().assign(Application.hosts(HOSTS));
    return application;
  }

  private ControlCommand.Builder command(ClockCommand command) {
    return ControlCommand.newBuilder().setId(++lastId).setCommand(command);
  }

  private void startAll(Application application, Pace pace) {
    for (int i = 0; i < INSTANCES; i++) {
      Path state = application.stateDirectory().resolve("instance-" + i);
      instances.add(application.withStateDirectory(state).start(pace, Long.MAX_VALUE, ENGINES));
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                status().size() == TASKS
                    && instances.stream().allMatch(i -> i.tally().status().size() == 2)
                    && hosts() >= HOSTS - 2);
  }

  private void stopAll() {
    instances.forEach(FlowGenerator::close);
    instances.clear();
  }

  private static void applied(ControlDesk desk, ControlCommand command) {
    assertThat(outcomes(desk.hand(command, SOON)))
        .as("%s", command)
        .hasSize(TASKS)
        .containsOnly(AckOutcome.APPLIED);
  }

  private static void refused(ControlDesk desk, ControlCommand.Builder command, String reason) {
    Map<Integer, ControlAck> answers = desk.hand(command.build(), SOON);
    assertThat(outcomes(answers)).hasSize(TASKS).containsOnly(AckOutcome.REFUSED);
    assertThat(answers.values()).allSatisfy(ack -> assertThat(ack.getReason()).contains(reason));
  }

  private static List<AckOutcome> outcomes(Map<Integer, ControlAck> answers) {
    return answers.values().stream().map(ControlAck::getOutcome).toList();
  }

  private List<TaskStatus> status() {
    return instances.stream().flatMap(instance -> instance.tally().status().stream()).toList();
  }

  private int hosts() {
    return instances.stream().mapToInt(instance -> instance.tally().hosts()).sum();
  }

  /** Simulated time of the task furthest behind. */
  private long simulatedMs() {
    return status().stream()
        .map(task -> Optional.ofNullable(task.simulatedMs()).orElse(0L))
        .min(Comparator.naturalOrder())
        .orElse(0L);
  }

  private double flowsPerSecond() {
    return perSecond(() -> instances.stream().mapToLong(i -> i.tally().flows()).sum());
  }

  private double simulatedPerSecond() {
    return perSecond(() -> simulatedMs() / 1_000.0);
  }

  /** By how much {@code reading} grows in a second of the next two. */
  private static double perSecond(DoubleSupplier reading) {
    double before = reading.getAsDouble();
    long began = System.nanoTime();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> System.nanoTime() - began >= LOOK.toNanos());
    return (reading.getAsDouble() - before) * 1e9 / (System.nanoTime() - began);
  }

  private static CommittedFlows read(Application application) {
    return CommittedFlows.read(cluster.bootstrapServers(), application.topics().flows());
  }

  private static long flowsBetween(CommittedFlows flows, long fromMs, long toMs) {
    return flows.records().stream()
        .filter(entry -> entry.endMs() >= fromMs && entry.endMs() < toMs)
        .count();
  }
}
