package io.flowstan.service.population;

import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import io.flowstan.service.wire.HostKeySerde;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topic that says which hosts are simulated: the newest assignment of each address holds. */
public final class HostsTopic {
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final Map<String, String> client;
  private final AvroSerde<HostAssignment> values;

  /**
   * @param client the connection, as Kafka's clients take it
   */
  public HostsTopic(String topic, Map<String, String> client, SchemaIds ids) {
    this.topic = topic;
    this.client = Map.copyOf(client);
    this.values = new AvroSerde<>(HostAssignment.class, HostAssignment.getClassSchema(), ids);
  }

  /** The assignments that hold now, by address, without removed hosts. */
  public Map<Integer, HostAssignment> read() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Map<Integer, HostAssignment> assignments = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new HostKeySerde().deserializer(), values.deserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (var record : consumer.poll(POLL)) {
          HostAssignment assignment = record.value();
          if (assignment == null || assignment.getRemoved()) {
            assignments.remove(record.key());
          } else {
            assignments.put(record.key(), assignment);
          }
        }
      }
    }
    return assignments;
  }

  /**
   * Assigns those of {@code hosts} that are not assigned yet. With {@code keepStart} a host that is
   * assigned with the same seed stays as it is, whatever its start.
   *
   * @return number of assignments written
   */
  public int assign(List<HostSpec> hosts, boolean keepStart) throws InterruptedException {
    Map<Integer, HostAssignment> present = read();
    List<HostAssignment> missing = new ArrayList<>();
    for (HostSpec host : hosts) {
      HostAssignment wanted = assignment(host);
      HostAssignment found = present.get(host.address());
      boolean same =
          found != null && (found.equals(wanted) || (keepStart && found.getSeed() == host.seed()));
      if (!same) {
        missing.add(wanted);
      }
    }
    write(missing);
    return missing.size();
  }

  /** Ends the simulation of the hosts at {@code addresses}. */
  public void remove(List<Integer> addresses) throws InterruptedException {
    List<HostAssignment> removals = new ArrayList<>();
    for (int address : addresses) {
      removals.add(
          HostAssignment.newBuilder()
              .setAddress(Ipv4.format(address))
              .setStart(Instant.EPOCH)
              .setRemoved(true)
              .build());
    }
    write(removals);
  }

  private void write(List<HostAssignment> assignments) throws InterruptedException {
    if (assignments.isEmpty()) {
      return;
    }
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    List<Future<?>> written = new ArrayList<>(assignments.size());
    try (var producer =
        new KafkaProducer<>(settings, new HostKeySerde().serializer(), values.serializer())) {
      for (HostAssignment assignment : assignments) {
        written.add(
            producer.send(
                new ProducerRecord<>(topic, Ipv4.parse(assignment.getAddress()), assignment)));
      }
      producer.flush();
      for (Future<?> one : written) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException(
          "topic '" + topic + "': an assignment was not taken: " + e.getCause(), e);
    }
  }

  private static HostAssignment assignment(HostSpec host) {
    return HostAssignment.newBuilder()
        .setAddress(Ipv4.format(host.address()))
        .setSeed(host.seed())
        .setStart(Instant.ofEpochMilli(host.startMs()))
        .setProfile(floats(host.profile()))
        .build();
  }

  private static @Nullable List<Float> floats(float @Nullable [] values) {
    if (values == null) {
      return null;
    }
    List<Float> floats = new ArrayList<>(values.length);
    for (float value : values) {
      floats.add(value);
    }
    return floats;
  }
}
