package io.flowstan.service.command;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.HostAssignment;
import io.flowstan.cli.FailureException;
import io.flowstan.service.admin.AdminServer;
import io.flowstan.service.admin.Health;
import io.flowstan.service.admin.Mount;
import io.flowstan.service.broker.BrokerWait;
import io.flowstan.service.broker.ClientFailure;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.RegistryException;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.registry.SchemaRegistryClient;
import io.flowstan.service.stream.TopicsConfig;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.flowstan.service.topics.UnsuitableTopicException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * What a command works in: cluster, registry, meters and admin server, all reached and ready.
 *
 * @param client the connection, as Kafka's clients take it
 * @param registry the ids of schemas
 * @param meters the service's meters
 * @param admin the admin server
 * @param health what the probes are told; set anew as the command goes on
 * @param addresses where all this is to be found
 */
record Environment(
    Map<String, String> client,
    SchemaIds registry,
    ServiceMeters meters,
    AdminServer admin,
    AtomicReference<Supplier<Health>> health,
    Addresses addresses)
    implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** Where consumers find the flows: the first line of {@code --json}. */
  record Addresses(
      String bootstrapServers, String schemaRegistryUrl, String topic, String adminUrl) {}

  /** As below, with nothing of the command's own on the admin port. */
  static Environment open(ServiceConfig config, List<TopicSettings> needed, PrintWriter people)
      throws IOException, InterruptedException {
    return open(config, needed, people, List.of());
  }

  /**
   * Waits for the cluster, checks or creates the topics, and starts the admin server.
   *
   * @param needed the topics that the command uses
   * @param own what the command answers on the admin port
   * @throws FailureException where one of them refuses
   */
  static Environment open(
      ServiceConfig config, List<TopicSettings> needed, PrintWriter people, List<Mount> own)
      throws IOException, InterruptedException {
    Map<String, String> client = ClientSettings.kafka(config);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicReference<Supplier<Health>> health =
        new AtomicReference<>(() -> Health.waiting("waiting for the broker"));
    BuiltInRegistry builtIn = builtIn(config.topics());
    String url = config.schemaRegistry().url();
    List<Mount> mounts = new ArrayList<>(own);
    if (url == null) {
      mounts.add(
          new Mount(
              "schema registry, read-only",
              List.of("/subjects", "/schemas", "/config", "/mode", "/contexts"),
              builtIn));
    }
    AdminServer admin =
        AdminServer.start(
            new InetSocketAddress(config.admin().host(), config.admin().port()),
            registry,
            () -> Objects.requireNonNull(health.get()).get(),
            mounts);
    try {
      SchemaIds ids =
          url == null ? builtIn : new SchemaRegistryClient(ClientSettings.registry(config, url));
      BrokerWait.until(client, LONGEST_WAIT, people::println);
      ensure(client, needed);
      ids.resolveId(SchemaIds.valueSubject(config.topics().flows()), FlowRecord.getClassSchema());
      ServiceMeters meters = new ServiceMeters(registry);
      meters.bindJvm();
      String adminUrl = admin.uri().toString();
      return new Environment(
          Map.copyOf(client),
          ids,
          meters,
          admin,
          health,
          new Addresses(
              config.kafka().bootstrapServers(),
              url == null ? adminUrl : url,
              config.topics().flows(),
              adminUrl));
    } catch (RegistryException | UnsuitableTopicException | IllegalStateException e) {
      admin.close();
      throw new FailureException(String.valueOf(e.getMessage()), e);
    } catch (KafkaException e) {
      admin.close();
      throw new FailureException("the cluster refused: " + ClientFailure.explain(e, client), e);
    } catch (InterruptedException | RuntimeException e) {
      admin.close();
      throw e;
    }
  }

  @Override
  public void close() {
    meters.close();
    admin.close();
  }

  private static BuiltInRegistry builtIn(TopicsConfig topics) {
    Map<String, Schema> schemas = new TreeMap<>();
    schemas.put(SchemaIds.valueSubject(topics.flows()), FlowRecord.getClassSchema());
    schemas.put(SchemaIds.valueSubject(topics.hosts()), HostAssignment.getClassSchema());
    schemas.put(SchemaIds.valueSubject(topics.control()), ControlCommand.getClassSchema());
    schemas.put(SchemaIds.valueSubject(topics.acks()), ControlAck.getClassSchema());
    return new BuiltInRegistry(schemas);
  }

  private static void ensure(Map<String, String> client, List<TopicSettings> needed)
      throws InterruptedException {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      for (TopicSettings topic : needed) {
        Topics.ensure(admin, topic);
      }
    }
  }
}
