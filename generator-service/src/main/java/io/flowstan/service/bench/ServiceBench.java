package io.flowstan.service.bench;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.population.AssignedHost;
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
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The whole service at full speed on a real broker: hosts from their topic, states in the store and
 * its changelog, flows onto the output topic.
 *
 * <p>Counted are the records that a reader of committed records can see, as the broker reports
 * them; markers of transactions, a few a second, are among them.
 */
final class ServiceBench {
  private static final Duration LOADED_WITHIN = Duration.ofMinutes(5);
  private static final Duration COMMITTED_WITHIN = Duration.ofMinutes(1);
  private static final long POLL_MS = 20;
  private static final long RETENTION_BYTES = 64L << 20;

  private final EngineSource engines;
  private final Map<String, String> client;
  private final int threads;
  private final Path stateDirectory;

  ServiceBench(EngineSource engines, Map<String, String> client, int threads, Path stateDirectory) {
    this.engines = engines;
    this.client = Map.copyOf(client);
    this.threads = threads;
    this.stateDirectory = stateDirectory;
  }

  /** Time between commits, as users have it. */
  static Duration commitInterval() {
    return StreamsSettings.defaults().commitInterval();
  }

  /** Topics whose flows are soon deleted again, on one broker. */
  static TopicsConfig topics(String name, int threads) {
    return new TopicsConfig(
        name + ".hosts",
        name + ".control",
        name + ".acks",
        name + ".flows",
        threads,
        threads,
        1,
        RETENTION_BYTES,
        RecordTimestamp.FLOW_END,
        true);
  }

  /** Measures {@code hosts} for {@code window}, after {@code warmUp} with all of them loaded. */
  Measured run(List<HostSpec> hosts, Guarantee guarantee, Duration warmUp, Duration window)
      throws InterruptedException {
    String name =
        String.format(
            Locale.ROOT, "bench-%s-%d", guarantee.name().toLowerCase(Locale.ROOT), hosts.size());
    TopicsConfig topics = topics(name, threads);
    SchemaIds ids = registry(topics);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client));
        ServiceMeters meters = new ServiceMeters(registry)) {
      for (TopicSettings topic : topics.settings()) {
        Topics.ensure(admin, topic);
      }
      new HostsTopic(topics.hosts(), client, ids)
          .assign(hosts.stream().map(AssignedHost::new).toList());
      Measured measured;
      try (FlowGenerator generator = start(name, topics, guarantee, ids, meters)) {
        awaitHosts(generator, hosts.size());
        Thread.sleep(warmUp.toMillis());
        measured = measure(generator, new CommittedCount(admin, topics.flows()), name, window);
      }
      admin.deleteTopics(List.of(topics.hosts(), topics.control(), topics.acks(), topics.flows()));
      return measured;
    }
  }

  private FlowGenerator start(
      String name, TopicsConfig topics, Guarantee guarantee, SchemaIds ids, ServiceMeters meters) {
    StreamsSettings defaults = StreamsSettings.defaults();
    Map<String, String> settings = new TreeMap<>(client);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee.setting());
    return FlowGenerator.start(
        new StreamsSettings(
            name,
            threads,
            defaults.commitInterval(),
            defaults.transactionTimeout(),
            stateDirectory),
        topics,
        settings,
        new GeneratorSettings(new Pace.Max(), Long.MAX_VALUE, threads),
        EngineFactory.ofDefault(this::engine),
        ids,
        meters);
  }

  private HostStreams engine() {
    try {
      return engines.open(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitHosts(FlowGenerator generator, int hosts) throws InterruptedException {
    long deadline = System.nanoTime() + LOADED_WITHIN.toNanos();
    while (generator.tally().hosts() < hosts || generator.tally().flows() == 0) {
      requireAlive(generator);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            generator.tally().hosts()
                + " hosts after "
                + LOADED_WITHIN.toMinutes()
                + " minutes: expected "
                + hosts);
      }
      Thread.sleep(POLL_MS);
    }
  }

  /**
   * Counts from one commit to another, so that no part of a transaction is left out or counted
   * double.
   */
  private static Measured measure(
      FlowGenerator generator, CommittedCount count, String name, Duration window)
      throws InterruptedException {
    long first = awaitCommit(generator, count);
    Reading start = Reading.of(thread -> thread.contains(name));
    Thread.sleep(window.toMillis());
    long last = awaitCommit(generator, count);
    return Reading.of(thread -> thread.contains(name)).since(start, last - first);
  }

  private static long awaitCommit(FlowGenerator generator, CommittedCount count)
      throws InterruptedException {
    long deadline = System.nanoTime() + COMMITTED_WITHIN.toNanos();
    long before = count.records();
    long now = before;
    while (now == before) {
      requireAlive(generator);
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no commit within " + COMMITTED_WITHIN.toSeconds() + " s");
      }
      Thread.sleep(POLL_MS);
      now = count.records();
    }
    return now;
  }

  private static void requireAlive(FlowGenerator generator) {
    String failure = generator.failure();
    if (failure != null) {
      throw new IllegalStateException("the service stopped: " + failure);
    }
  }

  private static SchemaIds registry(TopicsConfig topics) {
    return new BuiltInRegistry(
        Map.of(
            SchemaIds.valueSubject(topics.flows()), FlowRecord.getClassSchema(),
            SchemaIds.valueSubject(topics.hosts()), HostAssignment.getClassSchema(),
            SchemaIds.valueSubject(topics.control()), ControlCommand.getClassSchema(),
            SchemaIds.valueSubject(topics.acks()), ControlAck.getClassSchema()));
  }
}
