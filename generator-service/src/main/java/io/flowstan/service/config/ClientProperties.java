package io.flowstan.service.config;

import io.flowstan.service.registry.RegistryConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** The settings that Kafka's clients and Streams know, by name: what may be said of a property. */
public final class ClientProperties {
  private static final List<String> PREFIXES =
      List.of(
          "main.consumer.",
          "restore.consumer.",
          "global.consumer.",
          "producer.",
          "consumer.",
          "admin.");

  /** Names that tell of a secret, whatever Kafka calls the setting. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|passwd|secret|token|credential|jaas|user\\.info|\\.key\\b).*");

  private static final Map<String, ConfigDef.ConfigKey> KNOWN = known();

  private ClientProperties() {}

  /** Whether a property's value may be shown: what nobody knows may be a secret. */
  public static boolean isShown(String property) {
    String name = bare(property);
    if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      return false;
    }
    ConfigDef.ConfigKey key = KNOWN.get(name);
    return key == null ? RegistryConfig.isSetting(name) : key.type != ConfigDef.Type.PASSWORD;
  }

  /** What is wrong with the value of a known property, in Kafka's words; null where nothing is. */
  public static @Nullable String problem(String property, String value) {
    ConfigDef.ConfigKey key = KNOWN.get(bare(property));
    if (key == null) {
      return null;
    }
    try {
      Object parsed = ConfigDef.parseType(key.name, value, key.type);
      if (key.validator != null) {
        key.validator.ensureValid(key.name, parsed);
      }
      return null;
    } catch (RuntimeException e) {
      return isShown(property) ? String.valueOf(e.getMessage()) : "not a value that Kafka takes";
    }
  }

  /** What may be meant by a property that nobody knows; null where it is known. */
  public static @Nullable String suggestion(String property) {
    String name = bare(property);
    if (KNOWN.containsKey(name) || RegistryConfig.isSetting(name)) {
      return null;
    }
    String nearest = ConfigOverlay.suggestion(name, new ArrayList<>(KNOWN.keySet()));
    return nearest.contains("did you mean") ? nearest : "";
  }

  private static String bare(String property) {
    for (String prefix : PREFIXES) {
      if (property.startsWith(prefix)) {
        return property.substring(prefix.length());
      }
    }
    return property;
  }

  private static Map<String, ConfigDef.ConfigKey> known() {
    Map<String, ConfigDef.ConfigKey> keys = new TreeMap<>();
    for (ConfigDef definition :
        List.of(
            StreamsConfig.configDef(),
            AdminClientConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef())) {
      keys.putAll(definition.configKeys());
    }
    return keys;
  }
}
