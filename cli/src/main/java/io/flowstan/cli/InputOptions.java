package io.flowstan.cli;

import io.flowstan.io.OnError;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a command that reads tables treats rows that are no flow: a mixin with {@code --on-error}.
 */
public final class InputOptions {
  @Option(
      names = "--on-error",
      paramLabel = "fail|skip",
      description = "On a malformed row: stop, or leave it out and count it.")
  private OnError onError = OnError.FAIL;

  /** What to do with a malformed row. */
  public OnError onError() {
    return onError;
  }

  /** Tells people of skipped rows, where there were any. */
  public static void reportSkipped(PrintWriter people, long skipped, @Nullable String first) {
    if (skipped > 0) {
      people.println("Skipped " + skipped + " malformed rows; the first: " + first);
    }
  }
}
