package io.flowstan.service.topics;

/** A topic that is missing or that would lose or refuse records: what to change, and how. */
public final class UnsuitableTopicException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnsuitableTopicException(String message) {
    super(message);
  }
}
