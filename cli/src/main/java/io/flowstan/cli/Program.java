package io.flowstan.cli;

import io.flowstan.flow.Network;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.TypeConversionException;

/** The command line put together: the root, every command on the class path, errors as one line. */
public final class Program {
  /** The order of the commands in the help; others follow by name. */
  private static final List<String> ORDER =
      List.of(
          "demo",
          "run",
          "check",
          "replay",
          "sample",
          "analyze",
          "extract",
          "train",
          "model",
          "evaluate",
          "compare",
          "shadows",
          "ablate",
          "bench");

  private final CommandLine commandLine;

  private Program(CommandLine commandLine) {
    this.commandLine = commandLine;
  }

  /** The program with every command that the class path offers. */
  public static Program fromClassPath(PrintWriter out, PrintWriter err) {
    List<FlowstanCommand> commands = new ArrayList<>();
    ServiceLoader.load(FlowstanCommand.class).forEach(commands::add);
    return of(commands, out, err);
  }

  /** The program with the given commands. */
  public static Program of(List<FlowstanCommand> commands, PrintWriter out, PrintWriter err) {
    RootCommand root = new RootCommand();
    CommandLine commandLine = new CommandLine(root);
    commands.stream()
        .sorted(Comparator.comparing(Program::place).thenComparing(Program::name))
        .forEach(command -> commandLine.addSubcommand(name(command), command));
    commandLine.addSubcommand("help", new HelpCommand());
    ErrorLine errors = new ErrorLine(root, err);
    commandLine
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Instant.class, new TimeConverter())
        .registerConverter(Network.class, Program::network)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
    return new Program(commandLine);
  }

  /** Runs one command line; the result is an {@link ExitCode}. */
  public int execute(String... arguments) {
    if (arguments.length == 0) {
      commandLine.usage(commandLine.getErr());
      return ExitCode.BAD_USAGE;
    }
    return commandLine.execute(arguments);
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static String name(FlowstanCommand command) {
    Command annotation = command.getClass().getAnnotation(Command.class);
    if (annotation == null) {
      throw new IllegalStateException(command.getClass().getName() + " has no @Command annotation");
    }
    return annotation.name();
  }

  private static int place(FlowstanCommand command) {
    int place = ORDER.indexOf(name(command));
    return place < 0 ? ORDER.size() : place;
  }
}
