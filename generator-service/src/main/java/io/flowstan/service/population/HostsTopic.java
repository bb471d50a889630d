package io.flowstan.service.population;

import io.flowstan.avro.HostAssignment;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import io.flowstan.service.wire.HostKeySerde;
import java.time.Duration;
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

  /**
   * What {@link #populate} found.
   *
   * @param assigned hosts that are new on the topic, or had another seed
   * @param different hosts left with another start, bundle or profile than was wanted
   * @param removed hosts left alone because they were taken away
   */
  public record Populated(int assigned, int different, int removed) {}

  /** The assignments that hold now, by address, without removed hosts. */
  public Map<Integer, HostAssignment> read() {
    Map<Integer, HostAssignment> assignments = newest();
    assignments.values().removeIf(HostAssignment::getRemoved);
    return assignments;
  }

  /** The newest record of each address that has one. */
  private Map<Integer, HostAssignment> newest() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
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
          if (assignment == null) {
            assignments.remove(record.key());
          } else {
            assignments.put(record.key(), assignment);
          }
        }
      }
    }
    return assignments;
  }

  /** Assigns those of {@code hosts} that are not assigned just so. */
  public void assign(List<AssignedHost> hosts) throws InterruptedException {
    Map<Integer, HostAssignment> present = newest();
    write(
        hosts.stream()
            .map(AssignedHost::toRecord)
            .filter(wanted -> !wanted.equals(present.get(Ipv4.parse(wanted.getAddress()))))
            .toList());
  }

  /**
   * Assigns those of {@code hosts} that the topic does not know with their seed: what became of the
   * others since, by commands or by hand, stays.
   */
  public Populated populate(List<AssignedHost> hosts) throws InterruptedException {
    Map<Integer, HostAssignment> present = newest();
    List<HostAssignment> unknown = new ArrayList<>();
    int different = 0;
    int removed = 0;
    for (AssignedHost host : hosts) {
      HostAssignment wanted = host.toRecord();
      HostAssignment found = present.get(host.spec().address());
      if (found != null && found.getRemoved()) {
        removed++;
      } else if (found == null || found.getSeed() != host.spec().seed()) {
        unknown.add(wanted);
      } else if (!found.equals(wanted)) {
        different++;
      }
    }
    write(unknown);
    return new Populated(unknown.size(), different, removed);
  }

  /** Ends the simulation of the hosts at {@code addresses}. */
  public void remove(List<Integer> addresses) throws InterruptedException {
    List<HostAssignment> removals = new ArrayList<>();
    addresses.forEach(address -> removals.add(AssignedHost.removal(address)));
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
}
