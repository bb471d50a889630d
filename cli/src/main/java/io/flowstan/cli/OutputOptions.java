package io.flowstan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command says what: a mixin ({@code @Mixin OutputOptions output}) with {@code --json}.
 *
 * <p>With {@code --json} stdout holds JSON lines only, the last one the summary, and everything for
 * people goes to stderr; without it people read stdout and no JSON is written.
 */
public final class OutputOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      showDefaultValue = Visibility.NEVER,
      description = "Write a JSON summary as the last line of stdout, and all else to stderr.")
  private boolean json;

  /** Whether {@code --json} was given. */
  public boolean isJson() {
    return json;
  }

  /** The writer for people. */
  public PrintWriter people() {
    return json ? command.commandLine().getErr() : command.commandLine().getOut();
  }

  /** Writes {@code value} (a record or a map) as one JSON line on stdout where JSON is wanted. */
  public void json(Object value) {
    if (json) {
      PrintWriter out = command.commandLine().getOut();
      try {
        out.println(JSON.writeValueAsString(value));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("summary that JSON cannot hold: " + value, e);
      }
      out.flush();
    }
  }

  /** A progress bar on the terminal, or a silent one where stderr is none. */
  public ProgressLine progress(String task, String unit, long total) {
    return ProgressLine.open(task, unit, total);
  }
}
