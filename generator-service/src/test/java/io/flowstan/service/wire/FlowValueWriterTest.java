package io.flowstan.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.avro.FlowRecord;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.registry.BuiltInRegistry;
import io.flowstan.service.registry.SchemaIds;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class FlowValueWriterTest {
  private static final SchemaIds IDS =
      new BuiltInRegistry(Map.of("flows-value", FlowRecord.getClassSchema()));

  /**
   * Stands in for Confluent's serializer, which is not to be had from Maven Central: the same
   * interface, constructor and {@code configure}, the same frame, Avro's own writer.
   */
  public static final class StandIn implements Serializer<Object> {
    private String url = "";
    private boolean isKey = true;

    @Override
    public void configure(Map<String, ?> configs, boolean ofKeys) {
      url = String.valueOf(configs.get("schema.registry.url"));
      isKey = ofKeys;
    }

    @Override
    public byte[] serialize(String topic, Object record) {
      assertThat(url).isEqualTo("http://r:8081");
      assertThat(isKey).isFalse();
      return new AvroSerde<>(FlowRecord.class, FlowRecord.getClassSchema(), IDS)
          .serializer()
          .serialize(topic, (FlowRecord) record);
    }
  }

  /** No serializer at all. */
  public static final class Other {}

  @Test
  void withoutASerializerTheBuiltInEncoderWrites() {
    assertThat(FlowValueWriter.open("flows", Map.of(), IDS)).isInstanceOf(FlowEncoder.class);
  }

  @Test
  void aSerializerOfTheUsersWritesTheSameBytes() {
    // Given
    FlowValueWriter builtIn = FlowValueWriter.open("flows", Map.of(), IDS);
    FlowValueWriter named = open(StandIn.class.getName());

    for (int i = 0; i < 100; i++) {
      // When
      HostFlow flow = RandomFlows.draw(11, i);

      // Then
      assertThat(named.encode(flow)).isEqualTo(builtIn.encode(flow));
    }
  }

  @Test
  void aClassThatIsMissingOrNoSerializerOfRecordsIsSaid() {
    assertThatThrownBy(() -> open("io.confluent.kafka.serializers.KafkaAvroSerializer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value.serializer = \"io.confluent")
        .hasMessageContaining("FLOWSTAN_PLUGINS");
    assertThatThrownBy(() -> open(Other.class.getName()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a serializer");
    assertThatThrownBy(() -> open(ByteArraySerializer.class.getName()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a serializer of Avro records");
  }

  private static FlowValueWriter open(String serializer) {
    return FlowValueWriter.open(
        "flows",
        Map.of("value.serializer", serializer, "schema.registry.url", "http://r:8081"),
        IDS);
  }
}
