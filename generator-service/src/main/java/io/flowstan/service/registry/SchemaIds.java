package io.flowstan.service.registry;

import org.apache.avro.Schema;

/** The numbers by which schemas go on the wire. */
public interface SchemaIds {
  /**
   * The id under which values of {@code subject} are written with {@code schema}.
   *
   * @throws RegistryException where the registry refuses the schema, does not know it, or does not
   *     answer
   */
  int resolveId(String subject, Schema schema);

  /**
   * The schema that {@code id} stands for.
   *
   * @throws RegistryException where the registry does not know the id, or does not answer
   */
  Schema schemaOf(int id);

  /** The subject of a topic's values (Confluent's TopicNameStrategy). */
  static String valueSubject(String topic) {
    return topic + "-value";
  }
}
