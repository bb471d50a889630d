package io.flowstan.service.command;

import io.flowstan.cli.UsageException;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.registry.RegistryConfig;
import io.flowstan.service.wire.FlowValueWriter;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the Kafka clients and of the registry's, as the clients take them. */
final class ClientSettings {
  private static final String PROVIDERS = "config.providers";
  private static final String REGISTRY_PREFIX = "schema.registry.";

  private ClientSettings() {}

  /**
   * Those of every Kafka client. Where flows are written by a serializer of the user's, the
   * registry's are among them: serializers read both from the producer's settings.
   *
   * @throws UsageException where such a serializer has no registry to turn to
   */
  static Map<String, String> kafka(ServiceConfig config) {
    Map<String, String> client = new TreeMap<>(config.kafka().properties());
    client.put("bootstrap.servers", config.kafka().bootstrapServers());
    String serializer = client.get(FlowValueWriter.SERIALIZER);
    if (serializer != null) {
      String url = config.schemaRegistry().url();
      if (url == null) {
        throw new UsageException(
            FlowValueWriter.SERIALIZER
                + " = \""
                + serializer
                + "\": expected --schema-registry beside it, as a serializer registers its schema");
      }
      resolved(config, url)
          .forEach(
              (key, value) ->
                  // without a prefix they would be Kafka's own
                  client.put(key.startsWith("ssl.") ? REGISTRY_PREFIX + key : key, value));
    }
    return client;
  }

  /**
   * Those of the registry at {@code url}.
   *
   * @throws UsageException where some are wrong, with all that are
   */
  static RegistryConfig registry(ServiceConfig config, String url) {
    try {
      return RegistryConfig.of(resolved(config, url));
    } catch (IllegalArgumentException e) {
      throw new UsageException("schemaRegistry: " + e.getMessage());
    }
  }

  /** The registry's settings with what Kafka's configuration providers say for {@code ${...}}. */
  private static Map<String, String> resolved(ServiceConfig config, String url) {
    Map<String, String> settings = new TreeMap<>();
    config
        .kafka()
        .properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PROVIDERS)) {
                settings.put(key, value);
              }
            });
    settings.putAll(config.schemaRegistry().properties());
    settings.put("schema.registry.url", url);
    Map<String, String> values = new TreeMap<>();
    try {
      new AbstractConfig(new ConfigDef(), settings, false)
          .originalsStrings()
          .forEach(
              (key, value) -> {
                if (!key.startsWith(PROVIDERS)) {
                  values.put(key, value);
                }
              });
    } catch (ConfigException e) {
      throw new UsageException("schemaRegistry: " + e.getMessage());
    }
    return values;
  }
}
