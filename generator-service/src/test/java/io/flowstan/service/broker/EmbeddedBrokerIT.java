package io.flowstan.service.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  @Test
  void keepsItsRecordsInAFolderOverARestart(@TempDir Path folder) throws Exception {
    var options = EmbeddedBroker.Options.temporary().withFolder(folder);
    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        admin.createTopics(List.of(new NewTopic("kept", 1, (short) -1))).all().get();
      }
      try (var producer =
          new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        producer.send(new ProducerRecord<>("kept", bytes("still here"))).get();
      }
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      assertThat(firstValue(broker.bootstrapServers(), "kept")).isEqualTo("still here");
    }
  }

  @Test
  void aTakenPortIsSaidAndLeavesTheFirstBrokerAlone() {
    try (EmbeddedBroker first = EmbeddedBroker.start()) {
      int port = Integer.parseInt(first.bootstrapServers().replaceFirst(".*:", ""));

      assertThatThrownBy(
              () -> EmbeddedBroker.start(EmbeddedBroker.Options.temporary().withPort(port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("is taken");
    }
  }

  @Test
  void waitingForABrokerThatIsNotThereSaysSoAndEnds() {
    List<String> said = new ArrayList<>();

    assertThatThrownBy(
            () ->
                BrokerWait.until(
                    Map.of("bootstrap.servers", "127.0.0.1:1"),
                    Duration.ofMillis(2_500),
                    said::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no Kafka broker answered at 127.0.0.1:1");
    assertThat(said).first().asString().contains("waiting for a Kafka broker at 127.0.0.1:1");
  }

  private static String firstValue(String bootstrapServers, String topic) {
    Map<String, Object> client =
        Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      for (var record : consumer.poll(Duration.ofSeconds(20))) {
        return new String(record.value(), StandardCharsets.UTF_8);
      }
      return "nothing";
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
