package io.flowstan.cli;

/** The command cannot finish: ends the program with {@link ExitCode#FAILED}. */
public final class FailureException extends RuntimeException {
  /** The message is one line that says who, where, what, and what instead. */
  public FailureException(String message) {
    super(message);
  }

  public FailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
