package io.flowstan.service.stream;

import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.HostAssignment;
import io.flowstan.service.metrics.ErrorKind;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.wire.AvroSerde;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The shape of the application: hosts and control into one processor with one store, flows and
 * answers out, and onto the hosts topic what commands made of hosts.
 *
 * <p>A task reads the same partition of both input topics, so both have the same number.
 */
final class GeneratorTopology {
  /** Where flows go. */
  static final String FLOWS = "flows";

  /** Where answers to commands go. */
  static final String ACKS = "acks";

  /** Where it is said what commands made of hosts. */
  static final String ASSIGNMENTS = "assignments";

  private GeneratorTopology() {}

  static Topology of(
      TopicsConfig topics,
      SchemaIds ids,
      ProcessorSupplier<byte[], TaskInput, byte[], byte[]> generator) {
    var assignments =
        new AvroSerde<>(HostAssignment.class, HostAssignment.getClassSchema(), ids).deserializer();
    var commands =
        new AvroSerde<>(ControlCommand.class, ControlCommand.getClassSchema(), ids).deserializer();
    return new Topology()
        .addSource(
            "hosts",
            new ByteArrayDeserializer(),
            new TaskInputs<>(assignments, TaskInput::of, ErrorKind.HOSTS),
            topics.hosts())
        .addSource(
            "control",
            new ByteArrayDeserializer(),
            new TaskInputs<>(commands, TaskInput::of, ErrorKind.CONTROL),
            topics.control())
        .addProcessor("generator", generator, "hosts", "control")
        .addStateStore(new HostContexts.Builder(), "generator")
        .addSink(
            ACKS, topics.acks(), new ByteArraySerializer(), new ByteArraySerializer(), "generator")
        .addSink(
            ASSIGNMENTS,
            topics.hosts(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            "generator")
        .addSink(
            FLOWS,
            topics.flows(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            "generator");
  }
}
