package io.flowstan.cli;

/** The exit codes of every command. */
public final class ExitCode {
  /** The command did what it was asked. */
  public static final int DONE = 0;

  /** The command could not finish: a file, a broker, a model. */
  public static final int FAILED = 1;

  /** The command line itself is wrong. */
  public static final int BAD_USAGE = 2;

  private ExitCode() {}
}
