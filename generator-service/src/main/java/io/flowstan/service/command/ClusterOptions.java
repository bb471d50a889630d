package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.cli.UsageException;
import io.flowstan.service.config.ConfigException;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.registry.RegistryConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/**
 * Where the cluster and the registry are: a mixin for commands that work against existing ones.
 *
 * <p>A flag beats {@code --command-property}, which beats {@code --command-config}, which beats the
 * configuration file.
 */
final class ClusterOptions {
  @Option(
      names = "--bootstrap-server",
      paramLabel = "HOST:PORT",
      description = "Brokers of the cluster, joined by commas (default: localhost:9092).")
  private @Nullable String bootstrapServer;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description = "Schema registry (default: none; the admin port then answers for the schemas).")
  private @Nullable String schemaRegistry;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration in YAML; flags beat it.")
  private @Nullable Path config;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = "Properties of the Kafka and registry clients.")
  private @Nullable Path commandConfig;

  @Option(
      names = "--command-property",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "One property of the Kafka and registry clients; may be repeated.")
  private Map<String, String> commandProperties = Map.of();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Output topic (default: flowstan.flows).")
  private @Nullable String topic;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port for metrics and health, 0 for a free one (default: 9464).")
  private @Nullable Integer adminPort;

  /**
   * The configuration, with {@code flags} over these options over the file.
   *
   * @throws UsageException where anything in it is wrong, with all that is
   */
  ServiceConfig config(ObjectNode flags) throws IOException {
    try {
      ServiceConfig file = config == null ? ServiceConfig.defaults() : ServiceConfig.read(config);
      return file.with("options", own(file)).with("options", flags);
    } catch (ConfigException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode own(ServiceConfig file) throws IOException {
    Map<String, String> kafka = new TreeMap<>(file.kafka().properties());
    Map<String, String> registry = new TreeMap<>(file.schemaRegistry().properties());
    Map<String, String> given = new TreeMap<>();
    if (commandConfig != null) {
      given.putAll(properties(commandConfig));
    }
    given.putAll(commandProperties);
    given.forEach((key, value) -> (isOfRegistry(key) ? registry : kafka).put(key, value));
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ObjectNode kafkaTree = tree.putObject("kafka");
    String servers = kafka.remove("bootstrap.servers");
    if (bootstrapServer != null || servers != null) {
      kafkaTree.put("bootstrapServers", bootstrapServer != null ? bootstrapServer : servers);
    }
    kafka.forEach(kafkaTree.putObject("properties")::put);
    ObjectNode registryTree = tree.putObject("schemaRegistry");
    String url = registry.remove("schema.registry.url");
    if (schemaRegistry != null || url != null) {
      registryTree.put("url", schemaRegistry != null ? schemaRegistry : url);
    }
    registry.forEach(registryTree.putObject("properties")::put);
    if (topic != null) {
      tree.putObject("topics").put("flows", topic);
    }
    if (adminPort != null) {
      tree.putObject("admin").put("port", adminPort);
    }
    return tree;
  }

  private static boolean isOfRegistry(String key) {
    return RegistryConfig.isSetting(key) && !key.startsWith("ssl.");
  }

  private static Map<String, String> properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--command-config " + file + ": " + e.getMessage());
    }
    Map<String, String> map = new TreeMap<>();
    properties.forEach((key, value) -> map.put(key.toString(), value.toString()));
    return map;
  }
}
