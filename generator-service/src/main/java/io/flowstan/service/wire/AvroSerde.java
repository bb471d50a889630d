package io.flowstan.service.wire;

import io.flowstan.service.registry.SchemaIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The serde of values that come seldom (host assignments, commands): Avro's own reader and writer
 * in Confluent's framing. Written with the given schema, read with whatever schema the frame names.
 *
 * <p>Its serializers and deserializers may be used by many threads at once: Streams hands the one
 * deserializer of a source to all of its threads.
 *
 * @param <T> the record generated from the schema
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
  private final Class<T> type;
  private final Schema schema;
  private final SchemaIds ids;

  /**
   * @param type the generated record
   * @param schema the schema to write with, of the same name
   * @param ids the registry
   */
  public AvroSerde(Class<T> type, Schema schema, SchemaIds ids) {
    this.type = type;
    this.schema = schema;
    this.ids = ids;
  }

  @Override
  public Serializer<T> serializer() {
    Map<String, Integer> idByTopic = new ConcurrentHashMap<>();
    return (topic, value) -> {
      if (value == null) {
        return null;
      }
      int id =
          idByTopic.computeIfAbsent(
              topic, name -> ids.resolveId(SchemaIds.valueSubject(name), schema));
      return write(topic, id, value);
    };
  }

  @Override
  public Deserializer<T> deserializer() {
    Map<Integer, Schema> schemaById = new ConcurrentHashMap<>();
    return (topic, bytes) -> {
      if (bytes == null) {
        return null;
      }
      int id = Frame.schemaId(topic, bytes);
      return read(topic, bytes, schemaById.computeIfAbsent(id, ids::schemaOf));
    };
  }

  private byte[] write(String topic, int id, T value) {
    byte[] frame = new byte[Frame.BYTES];
    Frame.write(frame, id);
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    out.writeBytes(frame);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<T>(schema, SpecificData.getForClass(type)).write(value, encoder);
      encoder.flush();
    } catch (IOException | AvroRuntimeException e) {
      throw new SerializationException(
          "topic '" + topic + "': " + value + " is no " + schema.getFullName(), e);
    }
    return out.toByteArray();
  }

  private @Nullable T read(String topic, byte[] bytes, Schema writer) {
    SpecificData data = SpecificData.getForClass(type);
    var reader = new SpecificDatumReader<T>(writer, data.getSchema(type), data);
    try {
      return reader.read(
          null,
          DecoderFactory.get().binaryDecoder(bytes, Frame.BYTES, bytes.length - Frame.BYTES, null));
    } catch (IOException | AvroRuntimeException e) {
      throw new SerializationException(
          "topic '"
              + topic
              + "': a value of "
              + bytes.length
              + " bytes cannot be read as "
              + schema.getFullName()
              + " written with "
              + writer.getFullName(),
          e);
    }
  }
}
