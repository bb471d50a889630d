package io.flowstan.service.population;

import io.flowstan.avro.HostAssignment;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A count of the assigned hosts, by a reader of the whole hosts topic beside the tasks, which see
 * one partition each: every instance counts the same, so that the tasks' shares of a rate add up to
 * one over all instances.
 */
public final class HostCensus implements Population, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostCensus.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MS = 1_000;

  private final String topic;
  private final Map<String, Object> settings;
  private final AvroSerde<HostAssignment> values;
  private final List<Set<Integer>> byPartition = new ArrayList<>();
  private final Thread reader = new Thread(this::run, "flowstan-census");
  private int total;
  private boolean complete;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

  private HostCensus(String topic, Map<String, String> client, int partitions, SchemaIds ids) {
    this.topic = topic;
    this.settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.values = new AvroSerde<>(HostAssignment.class, HostAssignment.getClassSchema(), ids);
    for (int partition = 0; partition < partitions; partition++) {
      byPartition.add(new HashSet<>());
    }
    reader.setDaemon(true);
  }

  /** Starts counting the hosts of {@code topic}. */
  public static HostCensus start(
      String topic, Map<String, String> client, int partitions, SchemaIds ids) {
    HostCensus census = new HostCensus(topic, client, partitions, ids);
    census.reader.start();
    return census;
  }

  @Override
  public synchronized int hosts(int partition) {
    return complete ? byPartition.get(partition).size() : Integer.MAX_VALUE;
  }

  @Override
  public synchronized double share(int partition) {
    return complete && total > 0 ? (double) byPartition.get(partition).size() / total : 0;
  }

  @Override
  public synchronized boolean contains(int address) {
    return byPartition.stream().anyMatch(hosts -> hosts.contains(address));
  }

  /** Assigned hosts by cell of {@code grid}; those outside it are not counted. */
  public synchronized int[] countBy(AddressGrid grid) {
    int[] counts = new int[grid.cells()];
    for (Set<Integer> hosts : byPartition) {
      for (int address : hosts) {
        int cell = grid.cell(address);
        if (cell >= 0) {
          counts[cell]++;
        }
      }
    }
    return counts;
  }

  /** The lowest {@code limit} assigned hosts of {@code network}, in order. */
  public synchronized List<Integer> list(Network network, int limit) {
    return byPartition.stream()
        .flatMap(Set::stream)
        .filter(network::contains)
        .sorted(Integer::compareUnsigned)
        .limit(limit)
        .toList();
  }

  /** Number of assigned hosts. */
  public synchronized int size() {
    return total;
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
  }

  private void run() {
    while (!closed) {
      try (var reading =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer = reading;
        count(reading);
      } catch (WakeupException e) {
        return;
      } catch (KafkaException e) {
        LOG.warn("the count of hosts on topic '{}' begins again: {}", topic, e.getMessage());
        pause();
      }
    }
  }

  private void count(KafkaConsumer<byte[], byte[]> reading) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < byPartition.size(); partition++) {
      partitions.add(new TopicPartition(topic, partition));
    }
    reading.assign(partitions);
    reading.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
    var decoder = values.deserializer();
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
        try {
          byte @Nullable [] bytes = record.value();
          count(record, bytes == null ? null : decoder.deserialize(topic, bytes));
        } catch (SerializationException | IllegalArgumentException e) {
          LOG.debug("a record that tasks skip is not counted: {}", e.getMessage());
        }
      }
      if (!complete
          && partitions.stream().allMatch(p -> reading.position(p) >= ends.getOrDefault(p, 0L))) {
        synchronized (this) {
          complete = true;
        }
      }
    }
  }

  private synchronized void count(
      ConsumerRecord<byte[], byte[]> record, @Nullable HostAssignment assignment) {
    byte @Nullable [] key = record.key();
    int address = Ipv4.parse(key == null ? "" : new String(key, StandardCharsets.UTF_8));
    Set<Integer> hosts = byPartition.get(record.partition());
    if (assignment == null || assignment.getRemoved()) {
      total -= hosts.remove(address) ? 1 : 0;
    } else {
      total += hosts.add(address) ? 1 : 0;
    }
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }
}
