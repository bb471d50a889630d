package io.flowstan.service.wire;

import io.flowstan.avro.TopicSchemas;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads framed {@code FlowRecord} values, of any schema version, back into flows, by Avro's own
 * resolving reader.
 *
 * <p>The due time within the flow's last second is not in the record; a decoded flow is due at its
 * end. One thread uses one instance.
 */
public final class FlowDecoder {
  private final GenericDatumReader<GenericRecord> reader;
  private @Nullable BinaryDecoder binary;

  /** Reads values that were written with {@code writer}, as the schema of this version. */
  public FlowDecoder(Schema writer) {
    // timestamps stay plain longs: no conversion is registered with this data model
    reader = new GenericDatumReader<>(writer, TopicSchemas.FLOW, new GenericData());
  }

  /**
   * The flow of a framed value.
   *
   * @param topic where the value was read, for the error
   * @throws SerializationException where the bytes are no flow
   */
  public HostFlow decode(String topic, byte[] framed) {
    int length = framed.length - Frame.BYTES;
    try {
      binary = DecoderFactory.get().binaryDecoder(framed, Frame.BYTES, length, binary);
      return flow(reader.read(null, binary));
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      throw new SerializationException(
          "topic '" + topic + "': a value of " + framed.length + " bytes is no FlowRecord", e);
    }
  }

  private static HostFlow flow(GenericRecord record) {
    long endMs = number(record, "end");
    Flow flow =
        new Flow(
            Math.floorDiv(endMs, 1_000L),
            (int) number(record, "durationMs"),
            address(record, "sourceAddress"),
            address(record, "destinationAddress"),
            (int) number(record, "sourcePort"),
            (int) number(record, "destinationPort"),
            (int) number(record, "protocol"),
            (int) number(record, "tcpFlags"),
            (int) number(record, "forwardingStatus"),
            (int) number(record, "tos"),
            number(record, "packets"),
            number(record, "bytes"),
            record.get("label").toString());
    return new HostFlow(address(record, "host"), number(record, "sequence"), endMs, flow);
  }

  private static long number(GenericRecord record, String field) {
    return ((Number) record.get(field)).longValue();
  }

  private static int address(GenericRecord record, String field) {
    return Ipv4.parse((CharSequence) record.get(field));
  }
}
