package io.flowstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.cli.analyze.AnalyzeCommand;
import io.flowstan.cli.extract.ExtractCommand;
import io.flowstan.cli.sample.SampleCommand;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ProgramTest {
  /** A command that throws what it is made with, or is done. */
  @Command(name = "fail", description = "Fails as told.")
  static final class Failing implements FlowstanCommand {
    private final List<Exception> problems;

    Failing(Exception... problems) {
      this.problems = List.of(problems);
    }

    @Override
    public Integer call() throws Exception {
      if (!problems.isEmpty()) {
        throw problems.get(0);
      }
      return ExitCode.DONE;
    }
  }

  /** A command that says something to people and something as JSON. */
  @Command(name = "train", description = "Speaks.")
  static final class Speaking implements FlowstanCommand {
    @Mixin private OutputOptions output;

    @Override
    public Integer call() {
      output.people().println("for people");
      output.json(Map.of("flows", 3));
      return ExitCode.DONE;
    }
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        Arguments.of(new UsageException("--a = 1: expected 2"), 2, "--a = 1: expected 2"),
        Arguments.of(new FailureException("no broker"), 1, "no broker"),
        Arguments.of(new NoSuchFileException("x.csv"), 1, "x.csv: no such file or directory"),
        Arguments.of(new AccessDeniedException("x.csv"), 1, "x.csv: permission denied"),
        Arguments.of(new FileNotFoundException("x.csv is not here"), 1, "x.csv is not here"),
        Arguments.of(new IOException("two\n  lines"), 1, "two | lines"),
        Arguments.of(new IllegalStateException("odd"), 1, "IllegalStateException: odd"),
        Arguments.of(
            new IllegalStateException(), 1, "IllegalStateException (--verbose shows where)"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("problems")
  void aProblemIsOneLineAndAnExitCode(Exception problem, int exitCode, String line) {
    Terminal terminal = Terminal.run(new Failing(problem), "fail");

    assertThat(terminal.exitCode()).isEqualTo(exitCode);
    assertThat(terminal.err().lines()).first().isEqualTo("flowstan fail: " + line);
    assertThat(terminal.err()).doesNotContain("\tat ");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void verboseShowsTheStackTraceAfterTheCommandAsBefore() {
    Failing command = new Failing(new FailureException("no broker"));

    assertThat(Terminal.run(command, "fail", "--verbose").err()).contains("\tat ");
    assertThat(Terminal.run(command, "--verbose", "fail").err()).contains("\tat ");
  }

  @Test
  void unknownFlagsAndCommandsAreBadUsage() {
    Terminal flag = Terminal.run(new Failing(), "fail", "--fast");
    Terminal command = Terminal.run(new Failing(), "fall");
    Terminal nothing = Terminal.run(new Failing());

    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.err())
        .isEqualToNormalizingNewlines(
            "flowstan fail: Unknown option: '--fast'\nTry 'flowstan fail --help'.\n");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err()).contains("'fall'").contains("Did you mean: flowstan fail?");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).startsWith("Usage: flowstan");
  }

  @Test
  void withoutJsonPeopleReadStdout() {
    Terminal terminal = Terminal.run(new Speaking(), "train");

    assertThat(terminal.out()).isEqualToNormalizingNewlines("for people\n");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void withJsonStdoutIsJsonAndPeopleReadStderr() {
    Terminal terminal = Terminal.run(new Speaking(), "train", "--json");

    assertThat(terminal.out()).isEqualToNormalizingNewlines("{\"flows\":3}\n");
    assertThat(terminal.err()).isEqualToNormalizingNewlines("for people\n");
  }

  @Test
  void versionIsTheBuilds() {
    Terminal terminal = Terminal.run(new Failing(), "--version");

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.out()).matches("(?s)flowstan \\d+\\.\\d+\\.\\d+\\S*\\s+Java .*");
  }

  @Test
  void commandsAreListedInTheProgramsOrder() throws IOException {
    List<FlowstanCommand> found =
        List.of(
            new Failing(), new Speaking(), new ExtractCommand(), new AnalyzeCommand(), sample());

    Terminal terminal = Terminal.run(found, "--help");

    assertThat(terminal.exitCode()).isZero();
    GoldenFile.assertSame("help.txt", terminal.out());
    assertThat(Terminal.run(found, "help").out()).isEqualTo(terminal.out());
  }

  @Test
  void sampleHelpIsTheStoredOne() throws IOException {
    Terminal terminal = Terminal.run(sample(), "sample", "--help");

    assertThat(terminal.exitCode()).isZero();
    GoldenFile.assertSame("help-sample.txt", terminal.out());
    assertThat(Terminal.run(sample(), "help", "sample").out()).isEqualTo(terminal.out());
  }

  @Test
  void analyzeHelpIsTheStoredOne() throws IOException {
    GoldenFile.assertSame(
        "help-analyze.txt", Terminal.run(new AnalyzeCommand(), "analyze", "--help").out());
  }

  @Test
  void extractHelpIsTheStoredOne() throws IOException {
    GoldenFile.assertSame(
        "help-extract.txt", Terminal.run(new ExtractCommand(), "extract", "--help").out());
  }

  private static FlowstanCommand sample() {
    return new SampleCommand(
        (bundle, network, threads) -> {
          throw new IOException("no streams here");
        });
  }
}
