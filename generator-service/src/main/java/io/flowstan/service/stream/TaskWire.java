package io.flowstan.service.stream;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.HostAssignment;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import io.flowstan.service.wire.FlowEncoder;
import org.apache.kafka.common.serialization.Serializer;

/** What tasks write records with; the registry is asked for the schemas' ids at the start. */
final class TaskWire {
  private final TopicsConfig topics;
  private final int flowSchema;
  private final Serializer<HostAssignment> assignments;
  private final Serializer<ControlAck> acks;

  TaskWire(TopicsConfig topics, SchemaIds ids) {
    this.topics = topics;
    flowSchema = ids.resolveId(SchemaIds.valueSubject(topics.flows()), FlowRecord.getClassSchema());
    ids.resolveId(SchemaIds.valueSubject(topics.hosts()), HostAssignment.getClassSchema());
    ids.resolveId(SchemaIds.valueSubject(topics.acks()), ControlAck.getClassSchema());
    assignments =
        new AvroSerde<>(HostAssignment.class, HostAssignment.getClassSchema(), ids).serializer();
    acks = new AvroSerde<>(ControlAck.class, ControlAck.getClassSchema(), ids).serializer();
  }

  /** An encoder for one task. */
  FlowEncoder flowEncoder() {
    return new FlowEncoder(flowSchema);
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
