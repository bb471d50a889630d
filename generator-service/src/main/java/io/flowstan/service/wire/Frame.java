package io.flowstan.service.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** Confluent's frame before a value: a zero byte, then the schema's id as 4 bytes, big endian. */
final class Frame {
  /** Length of the frame. */
  static final int BYTES = 5;

  private Frame() {}

  /** Writes the frame at the start of {@code target}. */
  static void write(byte[] target, int schemaId) {
    target[0] = 0;
    target[1] = (byte) (schemaId >>> 24);
    target[2] = (byte) (schemaId >>> 16);
    target[3] = (byte) (schemaId >>> 8);
    target[4] = (byte) schemaId;
  }

  /**
   * The schema id of a framed value.
   *
   * @param topic where the value was read, for the error
   * @throws SerializationException where no frame starts the value
   */
  static int schemaId(String topic, byte[] value) {
    if (value.length < BYTES || value[0] != 0) {
      throw new SerializationException(
          "topic '"
              + topic
              + "': a value of "
              + value.length
              + " bytes"
              + (value.length > 0 ? " that starts with byte " + value[0] : "")
              + ": expected Confluent's frame, byte 0 and a 4-byte schema id, before Avro binary");
    }
    return ByteBuffer.wrap(value).getInt(1);
  }
}
