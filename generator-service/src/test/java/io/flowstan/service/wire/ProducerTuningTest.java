package io.flowstan.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ProducerTuningTest {
  @Test
  void whatTheUserGivesForAllClientsBeatsTheTuning() {
    Map<String, Object> settings =
        ProducerTuning.with(Map.of("bootstrap.servers", "b:1", "linger.ms", "3"));

    assertThat(settings)
        .containsEntry("bootstrap.servers", "b:1")
        .containsEntry("linger.ms", "3")
        .containsEntry("compression.type", "lz4");
  }

  @Test
  void whatTheUserGivesForProducersBeatsBoth() {
    Map<String, Object> settings =
        ProducerTuning.with(Map.of("linger.ms", "3", "producer.linger.ms", "7"));

    assertThat(settings).containsEntry("linger.ms", "7").doesNotContainKey("producer.linger.ms");
  }

  @Test
  void settingsOfOtherClientsStayAway() {
    Map<String, Object> settings =
        ProducerTuning.with(Map.of("consumer.max.poll.records", "1", "group.id", "g"));

    assertThat(settings).doesNotContainKeys("max.poll.records", "group.id");
  }

  @Test
  void providersOfSecretsReachTheProducer() {
    Map<String, Object> settings =
        ProducerTuning.with(
            Map.of(
                "config.providers", "file",
                "config.providers.file.class", "FileConfigProvider",
                "sasl.jaas.config", "${file:/run/secrets:jaas}"));

    assertThat(settings)
        .containsKeys("config.providers", "config.providers.file.class", "sasl.jaas.config");
  }

  @Test
  void theTuningItselfIsOfSettingsThatProducersKnow() {
    assertThat(ProducerConfig.configNames()).containsAll(ProducerTuning.defaults().keySet());
  }
}
