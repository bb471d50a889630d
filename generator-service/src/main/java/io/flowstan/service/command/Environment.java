package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.HostAssignment;
import io.flowstan.cli.FailureException;
import io.flowstan.service.admin.Access;
import io.flowstan.service.admin.AdminRequest;
import io.flowstan.service.admin.AdminResponse;
import io.flowstan.service.admin.AdminServer;
import io.flowstan.service.admin.AdminSettings;
import io.flowstan.service.admin.Health;
import io.flowstan.service.admin.Mount;
import io.flowstan.service.broker.BrokerWait;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.config.ShownConfig;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.RegistryConfig;
import io.flowstan.service.registry.RegistryException;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.registry.SchemaRegistryClient;
import io.flowstan.service.status.ServiceStatus;
import io.flowstan.service.stream.TopicsConfig;
import io.flowstan.service.topics.TopicSettings;
import io.flowstan.service.topics.Topics;
import io.flowstan.service.topics.UnsuitableTopicException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;

/**
 * What a command works in: cluster, registry, meters and admin server, all reached and ready.
 *
 * @param client the connection, as Kafka's clients take it
 * @param registry the ids of schemas
 * @param meters the service's meters
 * @param admin the admin server
 * @param status what the page shows
 * @param health what the probes are told; set anew as the command goes on
 * @param addresses where all this is to be found
 */
record Environment(
    Map<String, String> client,
    SchemaIds registry,
    ServiceMeters meters,
    AdminServer admin,
    ServiceStatus status,
    AtomicReference<Supplier<Health>> health,
    Addresses addresses)
    implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** Where consumers find the flows: the first line of {@code --json}. */
  record Addresses(
      String bootstrapServers, String schemaRegistryUrl, String topic, String adminUrl) {}

  /**
   * Waits for the cluster, checks or creates the topics, and starts the admin server.
   *
   * @param needed the topics that the command uses
   * @param facts what the run is: said here, and on the page
   * @param own what the command answers on the admin port
   * @throws FailureException where one of them refuses
   */
  static Environment open(
      ServiceConfig config,
      List<TopicSettings> needed,
      RunFacts facts,
      PrintWriter people,
      List<Mount> own)
      throws IOException, InterruptedException {
    Map<String, String> client = new TreeMap<>(config.kafka().properties());
    client.put("bootstrap.servers", config.kafka().bootstrapServers());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicReference<Supplier<Health>> health =
        new AtomicReference<>(() -> Health.waiting("waiting for the broker"));
    BuiltInRegistry builtIn = builtIn(config.topics());
    String url = config.schemaRegistry().url();
    AdminSettings settings = AdminAccess.of(config.admin(), System.getenv());
    if (settings.token() == null && !settings.isLoopback()) {
      people.println(
          "warning: the admin port listens on "
              + config.admin().host()
              + " without a token: everyone who reaches it reads metrics and settings, and commands"
              + " are taken from this machine only; configure admin.tokenFile");
    }
    Supplier<Health> current = () -> Objects.requireNonNull(health.get()).get();
    ServiceStatus status =
        new ServiceStatus(
            registry, current, facts.lines(), System::currentTimeMillis, System::nanoTime);
    List<Mount> mounts = new ArrayList<>(own);
    mounts.add(Mount.reading("what the page shows", "/status", Access.GUARDED, status::status));
    mounts.add(Mount.reading("assigned hosts", "/hosts", Access.GUARDED, status::hosts));
    mounts.add(configuration(config, url == null ? builtIn : null));
    if (url == null) {
      mounts.add(
          new Mount(
              "schema registry, read-only",
              List.of("/subjects", "/schemas", "/mode", "/contexts"),
              Access.OPEN,
              request -> answer(builtIn, request)));
    }
    AdminServer admin = AdminServer.start(settings, registry, current, mounts);
    try {
      SchemaIds ids = url == null ? builtIn : new SchemaRegistryClient(registryConfig(config, url));
      BrokerWait.until(client, LONGEST_WAIT, people::println);
      ensure(client, needed);
      ids.resolveId(SchemaIds.valueSubject(config.topics().flows()), FlowRecord.getClassSchema());
      ServiceMeters meters = new ServiceMeters(registry);
      meters.bindJvm();
      String adminUrl = admin.uri().toString();
      facts
          .with(url == null ? adminUrl : shown(url), adminUrl, settings.token() != null)
          .print(people);
      return new Environment(
          Map.copyOf(client),
          ids,
          meters,
          admin,
          status,
          health,
          new Addresses(
              config.kafka().bootstrapServers(),
              url == null ? adminUrl : shown(url),
              config.topics().flows(),
              adminUrl));
    } catch (RegistryException | UnsuitableTopicException | IllegalStateException e) {
      admin.close();
      throw new FailureException(String.valueOf(e.getMessage()), e);
    } catch (KafkaException e) {
      admin.close();
      throw new FailureException("the cluster refused: " + e.getMessage(), e);
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

  /**
   * The running configuration at {@code /config}. The built-in registry has its level of
   * compatibility there too, and its further paths below.
   */
  private static Mount configuration(ServiceConfig config, @Nullable BuiltInRegistry registry) {
    return new Mount(
        "configuration, secrets hidden",
        List.of("/config"),
        Access.GUARDED,
        request -> {
          if (!request.path().equals("/config")) {
            return registry == null
                ? AdminResponse.text(404, "no such page: expected /config\n")
                : answer(registry, request);
          }
          if (!request.isReading()) {
            return AdminResponse.methodNotAllowed("GET, HEAD");
          }
          ObjectNode shown = JsonNodeFactory.instance.objectNode();
          if (registry != null) {
            shown.put("compatibilityLevel", BuiltInRegistry.COMPATIBILITY);
          }
          return AdminResponse.json(200, shown.setAll(ShownConfig.of(config)));
        });
  }

  private static AdminResponse answer(BuiltInRegistry registry, AdminRequest request) {
    BuiltInRegistry.Answer answer =
        registry.answer(
            request.method(),
            request.rawPath(),
            new String(request.body(), StandardCharsets.UTF_8));
    return AdminResponse.of(answer.status(), BuiltInRegistry.CONTENT_TYPE, answer.json());
  }

  /** The registry's address without a user's name and password. */
  private static String shown(String url) {
    return url.replaceAll("//[^/@\\s]*@", "//");
  }

  private static RegistryConfig registryConfig(ServiceConfig config, String url) {
    Map<String, String> settings = new TreeMap<>(config.schemaRegistry().properties());
    settings.put("schema.registry.url", url);
    return RegistryConfig.of(settings);
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
