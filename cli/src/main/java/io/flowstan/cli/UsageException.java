package io.flowstan.cli;

/** What was typed cannot be meant so: ends the program with {@link ExitCode#BAD_USAGE}. */
public final class UsageException extends RuntimeException {
  /** The message is one line that names the option, its value and what was expected. */
  public UsageException(String message) {
    super(message);
  }
}
