package io.flowstan.service.replay;

import io.flowstan.flow.Ipv4;
import io.flowstan.service.topics.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What replays onto an output topic have noted on the compacted topic beside it: the position, and
 * the next sequence number of each host. The notes are in the transactions of the flows.
 *
 * <p>Keys begin with the output topic's id, so that a topic that is deleted and made anew under its
 * old name starts without notes.
 */
final class ReplayJournal {
  private static final String SUFFIX = ".replay";
  private static final String POSITION = "position";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration READ_WITHIN = Duration.ofMinutes(2);

  /** Only closed segments are compacted, and every start reads what is left. */
  private static final String SEGMENT_BYTES = Integer.toString(4 << 20);

  private final TopicPartition partition;
  private final String prefix;
  private final Map<Integer, Long> nextSequences = new HashMap<>();
  private @Nullable ReplayPosition position;

  private ReplayJournal(TopicPartition partition, String prefix) {
    this.partition = partition;
    this.prefix = prefix;
  }

  /** What the topic beside {@code output} must be like. */
  static TopicSettings settings(TopicSettings output) {
    return new TopicSettings(
        output.name() + SUFFIX,
        1,
        "a position is one record",
        output.replicationFactor(),
        Map.of("cleanup.policy", "compact"),
        Map.of("segment.bytes", SEGMENT_BYTES),
        output.create());
  }

  /**
   * Reads all committed notes. No transaction of an earlier replay may be open any more.
   *
   * @param client the connection, as Kafka's clients take it
   */
  static ReplayJournal read(Map<String, String> client, String output) throws InterruptedException {
    TopicPartition partition = new TopicPartition(output + SUFFIX, 0);
    String prefix;
    long end;
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      var topics = admin.describeTopics(List.of(output)).allTopicNames().get();
      prefix = Objects.requireNonNull(topics.get(output)).topicId() + "/";
      // of all records: readers of committed ones see the last commit a little later
      end =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get()
              .offset();
    } catch (ExecutionException e) {
      throw new KafkaException("topic '" + output + "': " + e.getCause(), e);
    }
    ReplayJournal journal = new ReplayJournal(partition, prefix);
    journal.readTo(end, client);
    return journal;
  }

  /** Where the last replay is; null where there was none. */
  @Nullable ReplayPosition position() {
    return position;
  }

  /** The sequence numbers that are next, by host; hosts without flows are absent. */
  Map<Integer, Long> nextSequences() {
    return Map.copyOf(nextSequences);
  }

  /** The note that the replay has come to {@code reached}. */
  ProducerRecord<byte[], byte[]> noteOf(ReplayPosition reached) {
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), bytes(prefix + POSITION), reached.toBytes());
  }

  /** The note that {@code host} goes on with {@code nextSequence}. */
  ProducerRecord<byte[], byte[]> noteOf(int host, long nextSequence) {
    return new ProducerRecord<>(
        partition.topic(),
        partition.partition(),
        bytes(prefix + Ipv4.format(host)),
        bytes(Long.toString(nextSequence)));
  }

  private void readTo(long end, Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    long deadline = System.nanoTime() + READ_WITHIN.toNanos();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(POLL).forEach(this::take);
        if (System.nanoTime() > deadline) {
          throw new KafkaException(
              "topic '"
                  + partition.topic()
                  + "' can be read up to offset "
                  + consumer.position(partition)
                  + " of "
                  + end
                  + " only: a transaction on it does not end");
        }
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (!key.startsWith(prefix)) {
      return; // of an earlier topic of the same name
    }
    String what = key.substring(prefix.length());
    if (what.equals(POSITION)) {
      position = ReplayPosition.fromBytes(record.value());
    } else {
      nextSequences.put(
          Ipv4.parse(what), Long.parseLong(new String(record.value(), StandardCharsets.UTF_8)));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
