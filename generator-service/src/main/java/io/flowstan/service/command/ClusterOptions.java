package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.cli.UsageException;
import io.flowstan.service.config.ConfigException;
import io.flowstan.service.config.ConfigTree;
import io.flowstan.service.config.EnvironmentSettings;
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
 * environment, which beats the configuration file.
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
      description = "Configuration in YAML; the environment and flags beat it.")
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
   * The configuration: {@code flags} over these options over the environment over the file.
   *
   * @throws UsageException where anything in it is wrong, with all that is
   */
  ServiceConfig config(ObjectNode flags) throws IOException {
    try {
      return ServiceConfig.of(tree(flags, System.getenv()));
    } catch (ConfigException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** The same before it is understood. */
  ConfigTree tree(ObjectNode flags, Map<String, String> environment) throws IOException {
    ConfigTree file = config == null ? ConfigTree.empty() : ConfigTree.read(config);
    return file.with(EnvironmentSettings.read(environment))
        .with(ConfigTree.of("options", own()))
        .with(ConfigTree.of("options", flags));
  }

  private ObjectNode own() throws IOException {
    Map<String, String> kafka = new TreeMap<>();
    Map<String, String> registry = new TreeMap<>();
    Map<String, String> given = new TreeMap<>();
    if (commandConfig != null) {
      given.putAll(properties(commandConfig));
    }
    given.putAll(commandProperties);
    given.forEach((key, value) -> (isOfRegistry(key) ? registry : kafka).put(key, value));
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    String servers = kafka.remove("bootstrap.servers");
    if (bootstrapServer != null || servers != null) {
      tree.withObjectProperty("kafka")
          .put("bootstrapServers", bootstrapServer != null ? bootstrapServer : servers);
    }
    String url = registry.remove("schema.registry.url");
    if (schemaRegistry != null || url != null) {
      tree.withObjectProperty("schemaRegistry")
          .put("url", schemaRegistry != null ? schemaRegistry : url);
    }
    put(tree, "kafka", kafka);
    put(tree, "schemaRegistry", registry);
    if (topic != null) {
      tree.putObject("topics").put("flows", topic);
    }
    if (adminPort != null) {
      tree.putObject("admin").put("port", adminPort);
    }
    return tree;
  }

  private static void put(ObjectNode tree, String group, Map<String, String> properties) {
    properties.forEach(
        (key, value) ->
            tree.withObjectProperty(group).withObjectProperty("properties").put(key, value));
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
