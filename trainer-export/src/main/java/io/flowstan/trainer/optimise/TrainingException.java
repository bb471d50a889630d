package io.flowstan.trainer.optimise;

/** Training cannot go on; the message says where it stood and what to do instead. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
