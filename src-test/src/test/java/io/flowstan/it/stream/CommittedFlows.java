package io.flowstan.it.stream;

import io.flowstan.avro.FlowRecord;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a reader of committed records finds on an output topic, decoded by Avro's generic reader
 * alone.
 *
 * @param records in the order of the partitions
 */
public record CommittedFlows(List<Entry> records) {
  /** Confluent's frame: a zero byte and the schema id. */
  private static final int FRAME_BYTES = 5;

  /** A record: its key as text, its timestamp and its value. */
  public record Entry(String key, long timestampMs, GenericRecord value) {
    /** The number of the flow along its host. */
    public long sequence() {
      return (Long) value.get("sequence");
    }

    /** The flow's end, milliseconds since the epoch. */
    public long endMs() {
      return (Long) value.get("end");
    }

    /** The flow, put together from the fields by name. */
    public Flow flow() {
      return new Flow(
          endMs() / 1_000,
          (Integer) value.get("durationMs"),
          Ipv4.parse(value.get("sourceAddress").toString()),
          Ipv4.parse(value.get("destinationAddress").toString()),
          (Integer) value.get("sourcePort"),
          (Integer) value.get("destinationPort"),
          (Integer) value.get("protocol"),
          (Integer) value.get("tcpFlags"),
          (Integer) value.get("forwardingStatus"),
          (Integer) value.get("tos"),
          (Long) value.get("packets"),
          (Long) value.get("bytes"),
          value.get("label").toString());
    }
  }

  /**
   * Reads the topic from its beginning to its present end. A producer's commit returns before every
   * partition shows it, so the end is that of all records, and transactions before it are waited
   * for.
   */
  public static CommittedFlows read(String bootstrapServers, String topic) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    List<Entry> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = ends(bootstrapServers, partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> records.add(decode(record)));
      }
    }
    return new CommittedFlows(records);
  }

  private static Map<TopicPartition, Long> ends(
      String bootstrapServers, List<TopicPartition> partitions) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.endOffsets(partitions);
    }
  }

  /** Number of records. */
  public int size() {
    return records.size();
  }

  /** The sequence numbers of each host, in the order of the topic. */
  public Map<String, List<Long>> sequences() {
    Map<String, List<Long>> sequences = new TreeMap<>();
    for (Entry entry : records) {
      sequences.computeIfAbsent(entry.key(), host -> new ArrayList<>()).add(entry.sequence());
    }
    return sequences;
  }

  /** Every gap, repeat and swap, in words; empty where each host counts 0, 1, 2, ... */
  public List<String> sequenceProblems() {
    List<String> problems = new ArrayList<>();
    sequences()
        .forEach(
            (host, sequence) -> {
              for (int i = 0; i < sequence.size(); i++) {
                if (sequence.get(i) != i) {
                  problems.add(host + ": " + sequence.get(i) + " in place " + i);
                  return;
                }
              }
            });
    return problems;
  }

  private static Entry decode(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    var decoder =
        DecoderFactory.get().binaryDecoder(value, FRAME_BYTES, value.length - FRAME_BYTES, null);
    try {
      GenericRecord flow =
          new GenericDatumReader<GenericRecord>(FlowRecord.getClassSchema()).read(null, decoder);
      return new Entry(new String(record.key(), StandardCharsets.UTF_8), record.timestamp(), flow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
