package io.flowstan.service.stream;

import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlCommand;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topic of commands: each goes to every partition, so that every task obeys it. */
public final class ControlTopic {
  private final String topic;
  private final Map<String, String> client;
  private final AvroSerde<ControlCommand> values;

  /**
   * @param client the connection, as Kafka's clients take it
   */
  public ControlTopic(String topic, Map<String, String> client, SchemaIds ids) {
    this.topic = topic;
    this.client = Map.copyOf(client);
    this.values = new AvroSerde<>(ControlCommand.class, ControlCommand.getClassSchema(), ids);
  }

  /**
   * Sends a command; the same id again does nothing.
   *
   * @param id greater than that of every command before
   * @param value argument of SPEED and RATE, else null
   * @param effective simulated time from which it holds; null for at once
   */
  public void send(
      long id, ClockCommand command, @Nullable Double value, @Nullable Instant effective)
      throws InterruptedException {
    ControlCommand record =
        ControlCommand.newBuilder()
            .setId(id)
            .setCommand(command)
            .setValue(value)
            .setEffective(effective)
            .build();
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    List<Future<?>> written = new ArrayList<>();
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), values.serializer())) {
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        written.add(
            producer.send(
                new ProducerRecord<byte[], ControlCommand>(
                    topic, partition.partition(), null, record)));
      }
      for (Future<?> one : written) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException(
          "topic '" + topic + "': command " + id + " was not taken: " + e.getCause(), e);
    }
  }
}
