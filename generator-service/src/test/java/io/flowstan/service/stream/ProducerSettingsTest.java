package io.flowstan.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** What the producers of the Streams application really get. */
class ProducerSettingsTest {
  @Test
  void producersAreTunedWhereTheUserSaysNothing() {
    assertThat(producer(Map.of()))
        .containsEntry("linger.ms", "20")
        .containsEntry("compression.type", "lz4")
        .containsEntry("acks", "all");
  }

  @Test
  void theUsersSettingsReachTheProducersWithAndWithoutPrefix() {
    Map<String, Object> producer =
        producer(Map.of("linger.ms", "3", "producer.compression.type", "none"));

    assertThat(producer).containsEntry("linger.ms", "3").containsEntry("compression.type", "none");
  }

  private static Map<String, Object> producer(Map<String, String> users) {
    Map<String, String> client = new TreeMap<>(users);
    client.put("bootstrap.servers", "localhost:1");
    return new StreamsConfig(StreamsSettings.defaults().properties(client))
        .getProducerConfigs("producer");
  }
}
