package io.flowstan.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.avro.FlowRecord;
import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.HostFlow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hand-written encoder against Avro's own writer; one seed: {@code -Dseed=N}. */
class FlowEncoderTest {
  private static final int SCHEMA_ID = 0x0102_0304;

  static IntStream seeds() {
    Integer only = Integer.getInteger("seed");
    return only != null ? IntStream.of(only) : IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void writesTheBytesThatAvrosOwnWriterGives(int seed) throws IOException {
    FlowEncoder encoder = new FlowEncoder(SCHEMA_ID);
    for (int i = 0; i < 20; i++) {
      HostFlow flow = RandomFlows.draw(seed, i);

      byte[] bytes = encoder.encode(flow);

      assertThat(bytes).isEqualTo(framed(RandomFlows.record(flow)));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decodeUndoesEncode(int seed) {
    FlowEncoder encoder = new FlowEncoder(SCHEMA_ID);
    FlowDecoder decoder = new FlowDecoder(TopicSchemas.FLOW);
    for (int i = 0; i < 20; i++) {
      HostFlow flow = RandomFlows.draw(seed, i);

      HostFlow decoded = decoder.decode("flows", encoder.encode(flow));

      assertThat(decoded)
          .isEqualTo(new HostFlow(flow.host(), flow.sequence(), flow.flow().endMs(), flow.flow()));
    }
  }

  @Test
  void aLabelLongerThanTheBufferIsWrittenWhole() throws IOException {
    HostFlow flow = RandomFlows.withLabel(RandomFlows.draw(1, 0), "größer ".repeat(1_000));

    byte[] bytes = new FlowEncoder(SCHEMA_ID).encode(flow);

    assertThat(bytes).isEqualTo(framed(RandomFlows.record(flow)));
  }

  @Test
  void theGeneratedRecordReadsWhatTheEncoderWrites() throws IOException {
    HostFlow flow = RandomFlows.draw(7, 0);
    byte[] bytes = new FlowEncoder(SCHEMA_ID).encode(flow);

    FlowRecord record =
        new SpecificDatumReader<FlowRecord>(TopicSchemas.FLOW, FlowRecord.getClassSchema())
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));

    assertThat(record.getEnd()).isEqualTo(Instant.ofEpochMilli(flow.flow().endMs()));
    assertThat(record.getLabel()).isEqualTo(flow.flow().label());
  }

  @Test
  void aValueWithoutTheFrameIsRefusedWithItsTopic() {
    assertThatThrownBy(() -> Frame.schemaId("flows", new byte[] {1, 2, 3, 4, 5, 6}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic 'flows'")
        .hasMessageContaining("starts with byte 1");
  }

  @Test
  void aValueCutShortIsRefusedWithItsTopic() {
    byte[] bytes = new FlowEncoder(SCHEMA_ID).encode(RandomFlows.draw(3, 0));
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 3);

    assertThatThrownBy(() -> new FlowDecoder(TopicSchemas.FLOW).decode("flows", cut))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic 'flows'");
  }

  private static byte[] framed(GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(4).putInt(SCHEMA_ID).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    Schema schema = TopicSchemas.FLOW;
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
