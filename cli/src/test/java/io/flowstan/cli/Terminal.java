package io.flowstan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A terminal for tests: runs a command line and keeps what it printed. */
public final class Terminal {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int exitCode;

  private Terminal(List<FlowstanCommand> commands, String... arguments) {
    exitCode =
        Program.of(commands, new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
  }

  /** What happens where {@code arguments} are typed and there is one command. */
  public static Terminal run(FlowstanCommand command, String... arguments) {
    return new Terminal(List.of(command), arguments);
  }

  /** What happens where there are several commands. */
  public static Terminal run(List<FlowstanCommand> commands, String... arguments) {
    return new Terminal(commands, arguments);
  }

  public int exitCode() {
    return exitCode;
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }
}
