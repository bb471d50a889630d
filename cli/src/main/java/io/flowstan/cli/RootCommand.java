package io.flowstan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code flowstan} itself: no work of its own, only what all commands have. */
@Command(
    name = "flowstan",
    description = "A live generator of synthetic network flows.",
    versionProvider = BuildVersion.class,
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    showDefaultValues = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:bad usage"},
    scope = ScopeType.INHERIT)
final class RootCommand {
  /** Environment variable that asks for stack traces, as {@code --verbose} does. */
  static final String DEBUG_VARIABLE = "FLOWSTAN_DEBUG";

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Log more; show stack traces (also by " + DEBUG_VARIABLE + "=1).")
  boolean verbose;
}
