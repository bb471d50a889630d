package io.flowstan.service.wire;

import io.flowstan.avro.FlowRecord;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes flows through a serializer of Avro's specific records that is named by its class, such as
 * Confluent's {@code KafkaAvroSerializer}, which this program does not bring along.
 */
final class SerializerFlowWriter implements FlowValueWriter {
  /** Kafka's own serializers know no records. */
  private static final String NOT_OF_RECORDS = "org.apache.kafka.common.serialization.";

  private final String topic;
  private final Serializer<Object> serializer;

  private SerializerFlowWriter(String topic, Serializer<Object> serializer) {
    this.topic = topic;
    this.serializer = serializer;
  }

  static SerializerFlowWriter open(String topic, String name, Map<String, String> client) {
    String setting = SERIALIZER + " = \"" + name + "\": ";
    if (name.startsWith(NOT_OF_RECORDS)) {
      throw new IllegalArgumentException(
          setting
              + "expected a serializer of Avro records, or no such setting for the built-in encoder");
    }
    Serializer<Object> serializer = instance(setting, name);
    serializer.configure(client, false);
    return new SerializerFlowWriter(topic, serializer);
  }

  @Override
  public byte[] encode(HostFlow flow) {
    return serializer.serialize(topic, record(flow));
  }

  @Override
  public void close() {
    serializer.close();
  }

  /** {@code hostFlow} as Avro's class for it. */
  static FlowRecord record(HostFlow hostFlow) {
    Flow flow = hostFlow.flow();
    FlowRecord record = new FlowRecord();
    record.setHost(Ipv4.format(hostFlow.host()));
    record.setSequence(hostFlow.sequence());
    record.setStart(Instant.ofEpochMilli(flow.startMs()));
    record.setEnd(Instant.ofEpochMilli(flow.endMs()));
    record.setDurationMs(flow.durationMs());
    record.setSourceAddress(Ipv4.format(flow.source()));
    record.setDestinationAddress(Ipv4.format(flow.destination()));
    record.setSourcePort(flow.sourcePort());
    record.setDestinationPort(flow.destinationPort());
    record.setProtocol(flow.protocol());
    record.setTcpFlags(flow.tcpFlags());
    record.setForwardingStatus(flow.forwardingStatus());
    record.setTos(flow.tos());
    record.setPackets(flow.packets());
    record.setBytes(flow.bytes());
    record.setLabel(flow.label());
    return record;
  }

  @SuppressWarnings("unchecked") // what it takes is not to be seen: Object, or the cast fails later
  private static Serializer<Object> instance(String setting, String name) {
    try {
      Object instance = Class.forName(name).getDeclaredConstructor().newInstance();
      if (instance instanceof Serializer<?> serializer) {
        return (Serializer<Object>) serializer;
      }
      throw new IllegalArgumentException(
          setting + "is no " + Serializer.class.getName() + ": expected a serializer");
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new IllegalArgumentException(
          setting
              + "class "
              + e.getMessage()
              + " is not on the class path: put its jars into the folder that FLOWSTAN_PLUGINS"
              + " names",
          e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          setting + "cannot be made: expected a public class with a constructor of no arguments",
          e);
    }
  }
}
