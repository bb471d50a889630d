package io.flowstan.service.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.service.clock.PacingConfig;
import io.flowstan.service.control.Command;
import io.flowstan.service.population.HostGroup;
import io.flowstan.service.population.PopulationConfig;
import io.flowstan.service.stream.StreamsSettings;
import io.flowstan.service.stream.TopicsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The service's configuration: a YAML file over the defaults, and flags over both.
 *
 * @param kafka the cluster
 * @param schemaRegistry the schema registry
 * @param topics the topics
 * @param streams how the Streams application runs
 * @param pacing how fast flows are sent
 * @param population hosts put onto the hosts topic at the start
 * @param admin where metrics and health are served
 * @param engine how flows are drawn
 * @param bundle the model; null for the shipped one
 * @param bundles further models by name, for hosts that ask for them
 */
public record ServiceConfig(
    Kafka kafka,
    Registry schemaRegistry,
    TopicsConfig topics,
    StreamsSettings streams,
    PacingConfig pacing,
    PopulationConfig population,
    Admin admin,
    Engine engine,
    @Nullable Path bundle,
    Map<String, String> bundles) {
  public ServiceConfig {
    bundles = Map.copyOf(bundles);
    Set<String> unknown = new TreeSet<>();
    population.groups().stream()
        .map(HostGroup::bundle)
        .filter(Objects::nonNull)
        .forEach(unknown::add);
    unknown.removeAll(bundles.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "population.groups ask for bundles "
              + unknown
              + ": expected some of those under bundles, "
              + new TreeSet<>(bundles.keySet()));
    }
    if (bundles.containsKey(Command.DEFAULT_BUNDLE)) {
      throw new IllegalArgumentException(
          "bundles.default: the default bundle stands under bundle; give this one another name");
    }
  }

  /**
   * The cluster.
   *
   * @param bootstrapServers host:port of some brokers, joined by commas
   * @param properties further settings of every Kafka client
   */
  public record Kafka(String bootstrapServers, Map<String, String> properties) {
    public Kafka {
      properties = Map.copyOf(properties);
    }
  }

  /**
   * The schema registry.
   *
   * @param url its address; null where the service answers for its own schemas
   * @param properties further settings, under the names of Confluent's clients
   */
  public record Registry(@Nullable String url, Map<String, String> properties) {
    public Registry {
      properties = Map.copyOf(properties);
    }
  }

  /**
   * The admin server.
   *
   * @param host address to listen on
   * @param port port to listen on; 0 takes a free one
   * @param tokenFile file whose first line commands must carry as a bearer token; null for none
   */
  public record Admin(String host, int port, @Nullable Path tokenFile) {
    public Admin {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port = " + port + ": expected 0..65535");
      }
    }
  }

  /**
   * How flows are drawn.
   *
   * @param executionProvider the device; where it cannot be had, the CPU
   * @param allowProviderChange whether a run may go on with another execution provider than it
   *     began with, which may draw other flows
   */
  public record Engine(ExecutionProvider executionProvider, boolean allowProviderChange) {}

  /** What holds where nothing is said. */
  public static ServiceConfig defaults() {
    return new ServiceConfig(
        new Kafka("localhost:9092", Map.of()),
        new Registry(null, Map.of()),
        TopicsConfig.defaults(),
        StreamsSettings.defaults(),
        PacingConfig.defaults(),
        PopulationConfig.defaults(),
        new Admin("127.0.0.1", 9464, null),
        new Engine(ExecutionProvider.CPU, false),
        null,
        Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException where anything in it is wrong, with all that is
   */
  public static ServiceConfig read(Path file) throws IOException {
    return ConfigOverlay.read(file, defaults());
  }

  /** This with what {@code tree} says instead; {@code source} names it in messages. */
  public ServiceConfig with(String source, JsonNode tree) {
    return ConfigOverlay.of(source, tree, this);
  }
}
