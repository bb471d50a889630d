package io.flowstan.service.control;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.ControlCommand;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Where commands are handed in: sends one and waits for the answers of all tasks. */
public final class ControlDesk {
  private static final Duration POLL = Duration.ofMillis(50);

  private final ControlTopic commands;
  private final String acks;
  private final int partitions;
  private final Map<String, Object> settings;
  private final AvroSerde<ControlAck> values;
  private final LongSupplier nanoClock;

  /**
   * @param commands where commands go
   * @param acks the topic that tasks answer on
   * @param partitions number of tasks
   * @param client the connection, as Kafka's clients take it
   * @param nanoClock monotonic time, nanoseconds from any origin
   */
  public ControlDesk(
      ControlTopic commands,
      String acks,
      int partitions,
      Map<String, String> client,
      SchemaIds ids,
      LongSupplier nanoClock) {
    this.commands = commands;
    this.acks = acks;
    this.partitions = partitions;
    this.settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.values = new AvroSerde<>(ControlAck.class, ControlAck.getClassSchema(), ids);
    this.nanoClock = nanoClock;
  }

  /**
   * Hands in a command.
   *
   * @param patience how long to wait for the tasks
   * @return the first answer of each task, by partition; fewer where some did not answer in time
   */
  public Map<Integer, ControlAck> hand(ControlCommand command, Duration patience) {
    Map<Integer, ControlAck> answers = new TreeMap<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = new ArrayList<>();
      consumer
          .partitionsFor(acks)
          .forEach(info -> all.add(new TopicPartition(acks, info.partition())));
      consumer.assign(all);
      consumer.seekToEnd(all);
      // the end is looked up here, before the command is sent
      all.forEach(consumer::position);
      commands.send(command);
      long began = nanoClock.getAsLong();
      var decoder = values.deserializer();
      while (answers.size() < partitions && nanoClock.getAsLong() - began < patience.toNanos()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          ControlAck ack = read(decoder, record);
          if (ack != null && ack.getId() == command.getId()) {
            answers.putIfAbsent(ack.getPartition(), ack);
          }
        }
      }
    }
    return answers;
  }

  private @Nullable ControlAck read(
      Deserializer<ControlAck> decoder, ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.deserialize(acks, record.value());
    } catch (SerializationException e) {
      return null; // no answer of ours
    }
  }
}
