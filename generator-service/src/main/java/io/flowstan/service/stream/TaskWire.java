package io.flowstan.service.stream;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.HostAssignment;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import io.flowstan.service.wire.FlowValueWriter;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/** What tasks write records with; the registry is asked for the schemas' ids at the start. */
final class TaskWire {
  private final TopicsConfig topics;
  private final Map<String, String> client;
  private final SchemaIds ids;
  private final Serializer<HostAssignment> assignments;
  private final Serializer<ControlAck> acks;

  /**
   * @param client the settings of Kafka's clients, which may name a serializer of flows
   * @throws IllegalArgumentException where that cannot be made
   */
  TaskWire(TopicsConfig topics, Map<String, String> client, SchemaIds ids) {
    this.topics = topics;
    this.client = client;
    this.ids = ids;
    flowWriter().close(); // what is wrong with it is said before a thread starts
    ids.resolveId(SchemaIds.valueSubject(topics.hosts()), HostAssignment.getClassSchema());
    ids.resolveId(SchemaIds.valueSubject(topics.acks()), ControlAck.getClassSchema());
    assignments =
        new AvroSerde<>(HostAssignment.class, HostAssignment.getClassSchema(), ids).serializer();
    acks = new AvroSerde<>(ControlAck.class, ControlAck.getClassSchema(), ids).serializer();
  }

  /** A writer of flows for one task. */
  FlowValueWriter flowWriter() {
    return FlowValueWriter.open(topics.flows(), client, ids);
  }

  /** The value of a record of the hosts topic. */
  synchronized byte[] assignment(HostAssignment assignment) {
    return assignments.serialize(topics.hosts(), assignment);
  }

  /** The value of a record of the topic of answers. */
  synchronized byte[] ack(ControlAck ack) {
    return acks.serialize(topics.acks(), ack);
  }
}
