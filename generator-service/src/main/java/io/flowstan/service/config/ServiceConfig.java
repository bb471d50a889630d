package io.flowstan.service.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.service.clock.PacingConfig;
import io.flowstan.service.control.Command;
import io.flowstan.service.population.HostGroup;
import io.flowstan.service.population.PopulationConfig;
import io.flowstan.service.stream.StreamsSettings;
import io.flowstan.service.stream.TopicsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
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

  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  /**
   * The cluster.
   *
   * @param bootstrapServers host:port of some brokers, joined by commas
   * @param properties further settings of every Kafka client
   */
  public record Kafka(String bootstrapServers, Map<String, String> properties) {
    public Kafka {
      properties = Map.copyOf(properties);
      if (properties.containsKey("bootstrap.servers")) {
        throw new IllegalArgumentException(
            "properties: bootstrap.servers: expected it as kafka.bootstrapServers");
      }
      for (String server : bootstrapServers.split(",", -1)) {
        Integer port = Utils.getPort(server.strip());
        if (port == null || port > 65_535) {
          throw new IllegalArgumentException(
              "bootstrapServers = \""
                  + bootstrapServers
                  + "\": expected host:port, joined by commas");
        }
      }
    }

    @Override
    public String toString() {
      return "brokers " + bootstrapServers;
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
      if (properties.containsKey("schema.registry.url")) {
        throw new IllegalArgumentException(
            "properties: schema.registry.url: expected it as schemaRegistry.url");
      }
    }

    @Override
    public String toString() {
      return "schema registry with the settings " + properties.keySet();
    }
  }

  /**
   * The admin server.
   *
   * @param host address to listen on
   * @param port port to listen on; 0 takes a free one
   * @param tokenFile file whose first line requests must carry as a bearer token; null for none
   * @param allowedHosts names by which it may be called, beside addresses, localhost and {@code
   *     host}
   * @param tls its certificate
   */
  public record Admin(
      String host, int port, @Nullable Path tokenFile, List<String> allowedHosts, Tls tls) {
    public Admin {
      allowedHosts = List.copyOf(allowedHosts);
      List<String> problems = new ArrayList<>();
      if (host.isBlank() || !host.replaceAll("[\\[\\]:%]", "").matches("[A-Za-z0-9._-]*")) {
        problems.add("host = \"" + host + "\": expected a name or an address of this machine");
      }
      if (port < 0 || port > 65_535) {
        problems.add("port = " + port + ": expected 0..65535");
      }
      for (String name : allowedHosts) {
        if (!HOST_NAME.matcher(name).matches()) {
          problems.add("allowedHosts: \"" + name + "\": expected a host's name without a port");
        }
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", problems));
      }
    }
  }

  /**
   * The certificate of the admin server.
   *
   * @param certificate chain in PEM, or a PKCS #12 store of chain and key; null for plain HTTP
   * @param key key in PEM (PKCS #8); null where the store holds it
   * @param passwordFile file whose first line opens the key or the store; null for none
   */
  public record Tls(@Nullable Path certificate, @Nullable Path key, @Nullable Path passwordFile) {
    public Tls {
      if (certificate == null && (key != null || passwordFile != null)) {
        throw new IllegalArgumentException(
            "certificate is missing: expected one beside key or passwordFile");
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
        new Admin("127.0.0.1", 9464, null, List.of(), new Tls(null, null, null)),
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
    return of(ConfigTree.read(file));
  }

  /**
   * The defaults with what {@code tree} says instead.
   *
   * @throws ConfigException where anything in it is wrong, with all that is
   */
  public static ServiceConfig of(ConfigTree tree) {
    return ConfigOverlay.of(tree, defaults());
  }

  /** This with what {@code tree} says instead; {@code source} names it in messages. */
  public ServiceConfig with(String source, ObjectNode tree) {
    return ConfigOverlay.of(ConfigTree.of(source, tree), this);
  }
}
