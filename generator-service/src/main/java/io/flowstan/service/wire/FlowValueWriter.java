package io.flowstan.service.wire;

import io.flowstan.avro.FlowRecord;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.registry.SchemaIds;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Writes flows as values of records: the built-in {@link FlowEncoder}, or a serializer that the
 * user names. One thread uses one instance.
 */
public interface FlowValueWriter extends AutoCloseable {
  /** The setting of Kafka's clients that names the user's serializer. */
  String SERIALIZER = ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG;

  /** The bytes of {@code flow}, an array of its own. */
  byte[] encode(HostFlow flow);

  @Override
  void close();

  /**
   * A writer for {@code topic}.
   *
   * @param client the settings of Kafka's clients; where they name a {@link #SERIALIZER}, that
   *     writes, and finds its own settings among them
   * @param ids numbers the schema for the built-in encoder
   * @throws IllegalArgumentException where the serializer cannot be made, with what is wrong
   */
  static FlowValueWriter open(String topic, Map<String, String> client, SchemaIds ids) {
    int schema = ids.resolveId(SchemaIds.valueSubject(topic), FlowRecord.getClassSchema());
    String serializer = client.get(SERIALIZER);
    return serializer == null
        ? new FlowEncoder(schema)
        : SerializerFlowWriter.open(topic, serializer, client);
  }
}
