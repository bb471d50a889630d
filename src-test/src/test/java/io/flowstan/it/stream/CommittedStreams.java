package io.flowstan.it.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What an output topic holds of each host, to the bit: for each record in order its timestamp and
 * its value's bytes, in words that can be compared.
 *
 * @param byHost the records of each key, in the order of the topic
 */
record CommittedStreams(Map<String, List<String>> byHost) {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Reads the committed records from the beginning to the present end. */
  static CommittedStreams read(String bootstrapServers, String topic) {
    Map<String, List<String>> byHost = new TreeMap<>();
    HexFormat hex = HexFormat.of();
    readAll(
        bootstrapServers,
        topic,
        "read_committed",
        record ->
            byHost
                .computeIfAbsent(
                    new String(record.key(), StandardCharsets.UTF_8), host -> new ArrayList<>())
                .add(record.timestamp() + " " + hex.formatHex(record.value())));
    return new CommittedStreams(byHost);
  }

  /** Records on the topic that were never committed, because their transaction was aborted. */
  static long aborted(String bootstrapServers, String topic) {
    long[] counts = new long[2];
    readAll(bootstrapServers, topic, "read_uncommitted", record -> counts[0]++);
    readAll(bootstrapServers, topic, "read_committed", record -> counts[1]++);
    return counts[0] - counts[1];
  }

  /** Offset behind the last record of all partitions, whether committed or not, summed up. */
  static long written(String bootstrapServers, String topic) {
    try (var consumer = consumer(bootstrapServers, "read_uncommitted")) {
      return consumer.endOffsets(partitions(consumer, topic)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /**
   * The first place where {@code other} says something else, in words; empty where there is none.
   */
  String firstDifference(CommittedStreams other) {
    if (!byHost.keySet().equals(other.byHost.keySet())) {
      return "hosts " + byHost.keySet() + " against " + other.byHost.keySet();
    }
    for (var host : byHost.entrySet()) {
      List<String> mine = host.getValue();
      List<String> others = other.byHost.getOrDefault(host.getKey(), List.of());
      for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
        if (!mine.get(i).equals(others.get(i))) {
          return host.getKey() + ", flow " + i + ": " + mine.get(i) + " against " + others.get(i);
        }
      }
      if (mine.size() != others.size()) {
        return host.getKey() + ": " + mine.size() + " flows against " + others.size();
      }
    }
    return "";
  }

  /** Number of records. */
  int size() {
    return byHost.values().stream().mapToInt(List::size).sum();
  }

  private static void readAll(
      String bootstrapServers,
      String topic,
      String isolation,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try (var consumer = consumer(bootstrapServers, isolation)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(POLL).forEach(each);
      }
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String isolation) {
    return new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
