package io.flowstan.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The entry point of {@code flowstan}. */
public final class Main {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    boolean verbose =
        List.of(arguments).contains("--verbose")
            || System.getenv(RootCommand.DEBUG_VARIABLE) != null;
    if (verbose && System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "info"); // before the first logger is made
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = Program.fromClassPath(out, err).execute(arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }
}
