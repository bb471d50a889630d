package io.flowstan.service.stream;

import io.flowstan.service.metrics.ErrorKind;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the values of an input topic as {@link TaskInput}s; a value that cannot be read becomes
 * {@link TaskInput.Unusable}, so that one bad record stops nobody.
 *
 * @param <T> the Avro record on the topic
 */
final class TaskInputs<T> implements Deserializer<TaskInput> {
  private final Deserializer<T> values;
  private final Function<T, TaskInput> meaning;
  private final ErrorKind errorKind;

  TaskInputs(Deserializer<T> values, Function<T, TaskInput> meaning, ErrorKind errorKind) {
    this.values = values;
    this.meaning = meaning;
    this.errorKind = errorKind;
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka hands and takes null for a record without a value
  public TaskInput deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return meaning.apply(values.deserialize(topic, bytes));
    } catch (SerializationException e) {
      return new TaskInput.Unusable(errorKind, e.getMessage());
    }
  }
}
