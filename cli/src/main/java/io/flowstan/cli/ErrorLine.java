package io.flowstan.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Any error of a command as one line on stderr and an exit code; the stack trace only where asked.
 */
final class ErrorLine implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final RootCommand root;
  private final PrintWriter err;

  ErrorLine(RootCommand root, PrintWriter err) {
    this.root = root;
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    print(name, e);
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + name + " --help'.");
    err.flush();
    return ExitCode.BAD_USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    print(name, e);
    boolean badUsage = e instanceof UsageException;
    if (badUsage) {
      err.println("Try '" + name + " --help'.");
    }
    err.flush();
    return badUsage ? ExitCode.BAD_USAGE : ExitCode.FAILED;
  }

  private void print(String name, Exception e) {
    err.println(name + ": " + describe(e));
    if (root.verbose || System.getenv(RootCommand.DEBUG_VARIABLE) != null) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  /** The error in one line; exceptions whose message is only a file name get their meaning. */
  static String describe(Throwable e) {
    String message = e.getMessage();
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + meaning(file);
    }
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName() + " (--verbose shows where)";
    }
    boolean ownWords =
        e instanceof UsageException
            || e instanceof FailureException
            || e instanceof ParameterException
            || e instanceof java.io.IOException
            || e instanceof IllegalArgumentException;
    String line = message.lines().reduce((a, b) -> a + " | " + b.strip()).orElse(message);
    return ownWords ? line : e.getClass().getSimpleName() + ": " + line;
  }

  private static String meaning(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    return "cannot be read or written (" + e.getClass().getSimpleName() + ")";
  }
}
