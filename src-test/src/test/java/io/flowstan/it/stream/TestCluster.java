package io.flowstan.it.stream;

import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.broker.EmbeddedBroker;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.population.HostsTopic;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.stream.ControlTopic;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.GeneratorSettings;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.stream.StreamsSettings;
import io.flowstan.service.stream.TopicsConfig;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** One embedded broker and, for each test, an application of its own on topics of its own. */
final class TestCluster implements AutoCloseable {
  static final long START_MS = 1_460_332_800_000L; // 2016-04-11T00:00:00Z
  static final int PARTITIONS = 2;

  private final EmbeddedBroker broker = EmbeddedBroker.start();

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** An application that no other test knows. */
  Application application(String name, Path stateDirectory) {
    return new Application(bootstrapServers(), name, stateDirectory);
  }

  @Override
  public void close() {
    broker.close();
  }

  /** What one application consists of: topics, registry, state directory. */
  record Application(String bootstrapServers, String name, Path stateDirectory) {
    Map<String, String> client() {
      return Map.of("bootstrap.servers", bootstrapServers);
    }

    TopicsConfig topics() {
      return new TopicsConfig(
          name + ".hosts",
          name + ".control",
          name + ".flows",
          PARTITIONS,
          3,
          1,
          -1,
          RecordTimestamp.FLOW_END,
          true);
    }

    SchemaIds registry() {
      return new BuiltInRegistry(
          Map.of(
              SchemaIds.valueSubject(topics().flows()), FlowRecord.getClassSchema(),
              SchemaIds.valueSubject(topics().hosts()), HostAssignment.getClassSchema(),
              SchemaIds.valueSubject(topics().control()), ControlCommand.getClassSchema()));
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

    ControlTopic control() {
      return new ControlTopic(topics().control(), client(), registry());
    }

    /** {@code count} hosts from 10.0.0.1 on. */
    static List<HostSpec> specs(int count) {
      return IntStream.rangeClosed(1, count)
          .mapToObj(i -> new HostSpec(Ipv4.parse("10.0.0.0") + i, 7, START_MS))
          .toList();
    }

    FlowGenerator start(Pace pace) {
      return start(pace, Long.MAX_VALUE, () -> new FakeHostStreams(1_000));
    }

    FlowGenerator start(Pace pace, long untilMs, Supplier<HostStreams> engine) {
      return FlowGenerator.start(
          new StreamsSettings(
              name, 2, Duration.ofMillis(100), Duration.ofSeconds(15), stateDirectory),
          topics(),
          client(),
          new GeneratorSettings(pace, untilMs, PARTITIONS),
          engine,
          registry(),
          new ServiceMeters(new SimpleMeterRegistry()));
    }
  }
}
