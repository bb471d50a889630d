package io.flowstan.service.control;

import io.flowstan.avro.ControlCommand;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic of commands. A command goes to all partitions in one transaction, and all writers share
 * one transactional id, so that every task sees all commands in the same order, or none.
 */
public final class ControlTopic {
  private static final int TRIES = 5;
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  /** A caller waits for the answer: a broker that is away is to be told in time. */
  private static final int MAX_BLOCK_MS = 15_000;

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
   * Sends a command; returns when every partition has it.
   *
   * @throws KafkaException where the cluster does not take it; no partition has it then
   */
  public void send(ControlCommand command) {
    KafkaException last = new KafkaException("never tried");
    for (int i = 0; i < TRIES; i++) {
      try {
        sendOnce(command);
        return;
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        // another writer came between: its command is before this one now
        last = e;
      }
    }
    throw new KafkaException(
        "topic '" + topic + "': command " + command.getId() + " was not taken: " + last, last);
  }

  private void sendOnce(ControlCommand command) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + "-writer");
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), values.serializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        // a send that fails makes the commit fail
        var unused =
            producer.send(
                new ProducerRecord<byte[], ControlCommand>(
                    topic, partition.partition(), null, command));
      }
      producer.commitTransaction();
    }
  }
}
