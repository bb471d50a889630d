package io.flowstan.service.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of producers that send flows by the hundred thousand: full batches, packed.
 *
 * <p>They are defaults: what the user gives for Kafka's clients beats them, and what is given for
 * producers alone (under the prefix {@code producer.}, as Kafka Streams has it) beats both.
 */
public final class ProducerTuning {
  /** Settings for producers alone begin so; other clients pass them by. */
  private static final String PREFIX = "producer.";

  /** Settings of the providers that fill in ${...} in others begin so; they have no fixed names. */
  private static final String PROVIDERS = "config.providers";

  private static final Map<String, String> DEFAULTS =
      Map.of(
          // flows come in bursts of a step: without a wait each burst would be a batch of its own
          ProducerConfig.LINGER_MS_CONFIG, "20",
          ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 * 1024),
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
          ProducerConfig.ACKS_CONFIG, "all");

  private ProducerTuning() {}

  /** The settings by name, where the user says nothing. */
  public static Map<String, String> defaults() {
    return DEFAULTS;
  }

  /**
   * All settings of one producer.
   *
   * @param client the user's settings of Kafka's clients, {@code bootstrap.servers} among them
   */
  public static Map<String, Object> with(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(DEFAULTS);
    client.forEach(
        (key, value) -> {
          if (ProducerConfig.configNames().contains(key) || key.startsWith(PROVIDERS)) {
            settings.put(key, value);
          }
        });
    client.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            settings.put(key.substring(PREFIX.length()), value);
          }
        });
    return settings;
  }
}
