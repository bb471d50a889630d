package io.flowstan.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/**
 * The schemas of the topics' values as they are written and registered: without the Java string
 * types that Avro's generator adds to {@code SCHEMA$} of its classes.
 */
public final class TopicSchemas {
  /** Values of the output topic. */
  public static final Schema FLOW = read("FlowRecord");

  /** Values of the hosts topic. */
  public static final Schema HOST = read("HostAssignment");

  /** Values of the control topic. */
  public static final Schema CONTROL = read("ControlCommand");

  /** Values of the topic of answers to commands. */
  public static final Schema ACK = read("ControlAck");

  private TopicSchemas() {}

  private static Schema read(String name) {
    String file = name + ".avsc";
    try (InputStream in = TopicSchemas.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "io/flowstan/avro/" + file + " is not on the class path: expected in the schemas jar");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("io/flowstan/avro/" + file + " cannot be read", e);
    }
  }
}
