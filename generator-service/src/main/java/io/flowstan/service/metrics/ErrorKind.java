package io.flowstan.service.metrics;

import java.util.Locale;

/** Where a counted error happened: the values of the tag {@code kind}. */
public enum ErrorKind {
  /** The model or the engine failed on a step. */
  ENGINE,
  /** A flow could not be encoded. */
  ENCODE,
  /** The broker did not take a record. */
  PRODUCE,
  /** A record of the hosts topic could not be read or used. */
  HOSTS,
  /** A command could not be read or carried out. */
  CONTROL,
  /** A host's stored state could not be read. */
  STATE,
  /** The schema registry did not answer, or refused. */
  REGISTRY,
  /** A row of a replayed file was malformed. */
  INPUT;

  /** The value of the tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
