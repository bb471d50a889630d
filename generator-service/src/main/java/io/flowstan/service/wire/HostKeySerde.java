package io.flowstan.service.wire;

import io.flowstan.flow.Ipv4;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** The serde of record keys: a host's IPv4 address as dotted-quad text. */
public final class HostKeySerde implements Serde<Integer> {
  @Override
  public Serializer<Integer> serializer() {
    return (topic, host) ->
        host == null ? null : Ipv4.format(host).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Deserializer<Integer> deserializer() {
    return (topic, bytes) -> {
      if (bytes == null) {
        return null;
      }
      try {
        return Ipv4.parse(new String(bytes, StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException e) {
        throw new SerializationException("topic '" + topic + "': record key is no host", e);
      }
    };
  }
}
