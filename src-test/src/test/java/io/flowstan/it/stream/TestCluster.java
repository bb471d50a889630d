package io.flowstan.it.stream;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Ipv4;
import io.flowstan.it.broker.BrokerUnderTest;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.control.ControlDesk;
import io.flowstan.service.control.ControlTopic;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.population.AssignedHost;
import io.flowstan.service.population.HostGroup;
import io.flowstan.service.population.HostsTopic;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.stream.EngineFactory;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.GeneratorSettings;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.stream.StreamsSettings;
import io.flowstan.service.stream.TopicsConfig;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** One broker and, for each test, an application of its own on topics of its own. */
final class TestCluster implements AutoCloseable {
  static final long START_MS = 1_460_332_800_000L; // 2016-04-11T00:00:00Z
  static final int PARTITIONS = 2;

  /** A host of the engine without a model has a flow a second on average. */
  static final int MEAN_GAP_MS = 1_000;

  static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  private final BrokerUnderTest broker;

  /** A broker whose data are gone when it is closed. */
  TestCluster() {
    this(BrokerUnderTest.start());
  }

  private TestCluster(BrokerUnderTest broker) {
    this.broker = broker;
  }

  /**
   * A broker that can be restarted on its data in {@code folder}, and that looks for transactions
   * that timed out every second, not every ten, to keep the tests short.
   */
  static TestCluster restartable(Path folder) throws IOException {
    return new TestCluster(
        BrokerUnderTest.restartable(
            folder, Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")));
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** An application that no other test knows. */
  Application application(String name, Path stateDirectory) {
    return new Application(
        bootstrapServers(), name, PARTITIONS, stateDirectory, RecordTimestamp.FLOW_END);
  }

  /** Stops the broker; its address and data stay. */
  void stop() {
    broker.stop();
  }

  /** Starts the broker again where it was. */
  void startAgain() {
    broker.startAgain();
  }

  @Override
  public void close() {
    broker.close();
  }

  /** An engine of the shipped model. */
  static HostStreams shippedModel() {
    try {
      return HostShards.open((Path) null, HostGroup.NETWORK, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What one application consists of: topics, registry, state directory. */
  record Application(
      String bootstrapServers,
      String name,
      int partitions,
      Path stateDirectory,
      RecordTimestamp timestamps) {
    /** The same with {@code count} tasks. */
    Application withPartitions(int count) {
      return new Application(bootstrapServers, name, count, stateDirectory, timestamps);
    }

    /** Another instance of it. */
    Application withStateDirectory(Path folder) {
      return new Application(bootstrapServers, name, partitions, folder, timestamps);
    }

    /** The same with other timestamps on its records. */
    Application withTimestamps(RecordTimestamp stamped) {
      return new Application(bootstrapServers, name, partitions, stateDirectory, stamped);
    }

    Map<String, String> client() {
      return Map.of("bootstrap.servers", bootstrapServers);
    }

    TopicsConfig topics() {
      return new TopicsConfig(
          name + ".hosts",
          name + ".control",
          name + ".acks",
          name + ".flows",
          partitions,
          3,
          1,
          -1,
          timestamps,
          true);
    }

    SchemaIds registry() {
      return new BuiltInRegistry(
          Map.of(
              SchemaIds.valueSubject(topics().flows()), FlowRecord.getClassSchema(),
              SchemaIds.valueSubject(topics().hosts()), HostAssignment.getClassSchema(),
              SchemaIds.valueSubject(topics().control()), ControlCommand.getClassSchema(),
              SchemaIds.valueSubject(topics().acks()), ControlAck.getClassSchema()));
    }

    void createTopics() throws InterruptedException {
      try (Admin admin = Admin.create(Map.<String, Object>copyOf(client()))) {
        for (TopicSettings topic : topics().settings()) {
          Topics.ensure(admin, topic);
        }
      }
    }

    HostsTopic hosts() {
      return new HostsTopic(topics().hosts(), client(), registry());
    }

    ControlDesk desk() {
      return new ControlDesk(
          new ControlTopic(topics().control(), client(), registry()),
          topics().acks(),
          partitions,
          client(),
          registry(),
          System::nanoTime);
    }

    /** {@code count} hosts from 10.0.0.1 on. */
    static List<AssignedHost> hosts(int count) {
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> new AssignedHost(new HostSpec(Ipv4.parse("10.0.0.0") + i, 7, START_MS)))
          .toList();
    }

    FlowGenerator start(Pace pace) {
      return start(pace, Long.MAX_VALUE, () -> new FakeHostStreams(MEAN_GAP_MS));
    }

    FlowGenerator start(Pace pace, long untilMs, Supplier<HostStreams> engine) {
      return start(pace, untilMs, EngineFactory.ofDefault(engine));
    }

    FlowGenerator start(Pace pace, long untilMs, EngineFactory engines) {
      return start(pace, untilMs, engines, COMMIT_INTERVAL);
    }

    FlowGenerator start(Pace pace, long untilMs, EngineFactory engines, Duration commitInterval) {
      return FlowGenerator.start(
          new StreamsSettings(name, 2, commitInterval, Duration.ofSeconds(10), stateDirectory),
          topics(),
          client(),
          new GeneratorSettings(pace, untilMs, partitions),
          engines,
          registry(),
          new ServiceMeters(new SimpleMeterRegistry()));
    }
  }
}
