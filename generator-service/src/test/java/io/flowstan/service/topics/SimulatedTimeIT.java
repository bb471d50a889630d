package io.flowstan.service.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowstan.service.broker.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Records stamped with simulated time, on a broker that looks for old segments four times a second.
 * A topic with the broker's defaults is the control: it shows that the stamps are a danger here,
 * and, once it has lost its records, that a retention pass has gone over the other topic too.
 */
class SimulatedTimeIT {
  private static final long IN_2016 = Instant.parse("2016-04-11T00:00:00Z").toEpochMilli();
  private static final int RECORDS = 3_000;
  private static final int VALUE_BYTES = 1_500;

  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void startBroker() {
    broker =
        EmbeddedBroker.start(
            EmbeddedBroker.Options.temporary()
                .with("log.retention.check.interval.ms", "250")
                .with("log.initial.task.delay.ms", "250")
                .with("log.segment.delete.delay.ms", "0"));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @Test
  void theOutputTopicKeepsWhatIsStampedYearsAgoOverARetentionPass() throws Exception {
    // Given an output topic of one MiB a segment, and a control with the broker's defaults
    Topics.ensure(admin, output("flows-2016"));
    admin
        .createTopics(
            List.of(
                new NewTopic("control-2016", 1, (short) 1)
                    .configs(Map.of("segment.bytes", "1048576"))))
        .all()
        .get();

    // When some four segments of 2016 go to both
    send("flows-2016", IN_2016);
    send("control-2016", IN_2016);

    // Then the control loses records, and the output topic, twice as many passes later, none
    awaitFirstOffsetAbove("control-2016", 0);
    send("control-2016", IN_2016);
    awaitFirstOffsetAbove("control-2016", RECORDS);
    assertThat(readBack("flows-2016")).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
  }

  @Test
  void theOutputTopicTakesWhatIsStampedAMonthAhead() throws Exception {
    // Given
    long aMonthAhead = Instant.now().plus(Duration.ofDays(30)).toEpochMilli();
    Topics.ensure(admin, output("flows-ahead"));

    // When
    send("flows-ahead", aMonthAhead);

    // Then
    assertThat(readBack("flows-ahead")).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
  }

  @Test
  void aTopicWithTheBrokersDefaultsRefusesWhatIsStampedAMonthAhead() throws Exception {
    long aMonthAhead = Instant.now().plus(Duration.ofDays(30)).toEpochMilli();
    admin.createTopics(List.of(new NewTopic("control-ahead", 1, (short) 1))).all().get();

    assertThatThrownBy(() -> send("control-ahead", aMonthAhead, 1))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("is out of range");
  }

  private static TopicSettings output(String name) {
    return TopicSettings.output(name, 1, 64 << 20)
        .withReplicationFactor(1)
        .withInitial("segment.bytes", "1048576");
  }

  /** Sends records numbered from 0, a second of simulated time apart. */
  private static void send(String topic, long firstStamp) throws Exception {
    send(topic, firstStamp, RECORDS);
  }

  private static void send(String topic, long firstStamp, int records) throws Exception {
    Map<String, Object> client =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5, "acks", "all");
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        byte[] value = ByteBuffer.allocate(VALUE_BYTES).putLong(i).array();
        long stamp = firstStamp + i * 1_000L;
        sent.add(producer.send(new ProducerRecord<>(topic, 0, stamp, null, value)));
      }
      for (var acknowledged : sent) {
        acknowledged.get();
      }
    }
  }

  private static void awaitFirstOffsetAbove(String topic, long offset) {
    TopicPartition partition = new TopicPartition(topic, 0);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              ListOffsetsResultInfo first =
                  admin
                      .listOffsets(Map.of(partition, OffsetSpec.earliest()))
                      .partitionResult(partition)
                      .get();
              return first.offset() > offset;
            });
  }

  private static List<Long> readBack(String topic) {
    Map<String, Object> client =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition(topic, 0);
    List<Long> numbers = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(record -> numbers.add(ByteBuffer.wrap(record.value()).getLong()));
      }
    }
    return numbers;
  }
}
