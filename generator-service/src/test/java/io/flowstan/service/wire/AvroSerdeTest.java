package io.flowstan.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.HostAssignment;
import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.SchemaIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private final SchemaIds ids =
      new BuiltInRegistry(
          Map.of(
              "hosts-value", TopicSchemas.HOST,
              "control-value", TopicSchemas.CONTROL,
              "flows-value", TopicSchemas.FLOW));

  @Test
  void anAssignmentIsReadAsItWasWritten() {
    var serde = new AvroSerde<>(HostAssignment.class, TopicSchemas.HOST, ids);
    HostAssignment assignment =
        new HostAssignment(
            "10.0.0.1", "office", List.of(1f, -0.5f), 42L, Instant.ofEpochMilli(7), false);

    byte[] bytes = serde.serializer().serialize("hosts", assignment);

    assertThat(serde.deserializer().deserialize("hosts", bytes)).isEqualTo(assignment);
  }

  @Test
  void aCommandIsReadAsItWasWritten() {
    var serde = new AvroSerde<>(ControlCommand.class, TopicSchemas.CONTROL, ids);
    ControlCommand command =
        ControlCommand.newBuilder().setId(9L).setCommand(ClockCommand.SPEED).setValue(60.0).build();

    byte[] bytes = serde.serializer().serialize("control", command);

    assertThat(serde.deserializer().deserialize("control", bytes)).isEqualTo(command);
  }

  /** Streams hands the one deserializer of a source to all of its threads. */
  @Test
  void oneThreadReadsWhileAnotherLooksUpItsSchema() {
    byte[] value =
        new AvroSerde<>(HostAssignment.class, TopicSchemas.HOST, ids)
            .serializer()
            .serialize(
                "hosts",
                new HostAssignment("10.0.0.1", "", List.of(), 42L, Instant.ofEpochMilli(7), false));
    byte[] first = value.clone();
    byte[] second = value.clone();
    Frame.write(first, 1);
    Frame.write(second, 2);
    var shared = new CompletableFuture<Deserializer<HostAssignment>>();
    var overtaken = new AtomicReference<HostAssignment>();
    SchemaIds slow =
        new SchemaIds() {
          @Override
          public int resolveId(String subject, Schema schema) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Schema schemaOf(int id) {
            if (id == 1) {
              CompletableFuture.runAsync(
                      () -> overtaken.set(shared.join().deserialize("hosts", second)))
                  .join();
            }
            return TopicSchemas.HOST;
          }
        };
    shared.complete(new AvroSerde<>(HostAssignment.class, TopicSchemas.HOST, slow).deserializer());

    HostAssignment read = shared.join().deserialize("hosts", first);

    assertThat(read).isEqualTo(overtaken.get()).isNotNull();
  }

  @Test
  void bytesThatAreNoRecordAreRefusedWithTheirTopic() {
    var serde = new AvroSerde<>(HostAssignment.class, TopicSchemas.HOST, ids);
    byte[] bytes = new byte[6];
    Frame.write(bytes, ids.resolveId("hosts-value", TopicSchemas.HOST));
    bytes[5] = 100;

    assertThatThrownBy(() -> serde.deserializer().deserialize("hosts", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic 'hosts'")
        .hasMessageContaining("HostAssignment");
  }

  @Test
  void aFlowIsReadAsItWasWritten() {
    FlowSerde serde = new FlowSerde(ids);
    HostFlow flow = RandomFlows.draw(5, 0);

    byte[] bytes = serde.serializer().serialize("flows", flow);

    assertThat(serde.deserializer().deserialize("flows", bytes).flow()).isEqualTo(flow.flow());
  }

  @Test
  void aHostsKeyIsItsAddressAsText() {
    HostKeySerde serde = new HostKeySerde();

    byte[] key = serde.serializer().serialize("flows", 0x0A00_00FF);

    assertThat(key).asString().isEqualTo("10.0.0.255");
    assertThat(serde.deserializer().deserialize("flows", key)).isEqualTo(0x0A00_00FF);
  }
}
