package io.flowstan.service.wire;

import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.registry.SchemaIds;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** The serde of flows: {@link FlowEncoder} and {@link FlowDecoder}, for Kafka. */
public final class FlowSerde implements Serde<HostFlow> {
  private final SchemaIds ids;

  public FlowSerde(SchemaIds ids) {
    this.ids = ids;
  }

  /** A serializer for one producer; the id is resolved at a topic's first flow. */
  @Override
  public Serializer<HostFlow> serializer() {
    Map<String, FlowEncoder> encoders = new HashMap<>();
    return (topic, flow) ->
        flow == null
            ? null
            : encoders
                .computeIfAbsent(
                    topic,
                    name ->
                        new FlowEncoder(
                            ids.resolveId(SchemaIds.valueSubject(name), TopicSchemas.FLOW)))
                .encode(flow);
  }

  /** A deserializer for one consumer; flows of any compatible schema version are read. */
  @Override
  public Deserializer<HostFlow> deserializer() {
    Map<Integer, FlowDecoder> decoders = new HashMap<>();
    return (topic, bytes) -> {
      if (bytes == null) {
        return null;
      }
      int id = Frame.schemaId(topic, bytes);
      return decoders.computeIfAbsent(id, this::decoder).decode(topic, bytes);
    };
  }

  private FlowDecoder decoder(int id) {
    Schema writer = ids.schemaOf(id);
    return new FlowDecoder(writer);
  }
}
