package io.flowstan.service.metrics;

import java.util.Locale;

/** Where a counted error happened: the values of the tag {@code kind}. */
public enum ErrorKind {
  /** A thread failed in the model, the engine or the service itself. */
  ENGINE,
  /** A thread failed because a value could not be written. */
  ENCODE,
  /** A thread failed because of a broker or a client of Kafka. */
  PRODUCE,
  /** A record of the hosts topic could not be read or used. */
  HOSTS,
  /** A command could not be read or carried out. */
  CONTROL,
  /** A thread failed because stored state could not be read or written. */
  STATE,
  /** A thread failed because the schema registry did not answer, or refused. */
  REGISTRY,
  /** A row of a replayed file was malformed and left out. */
  INPUT;

  /** The value of the tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
