package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.service.config.ConfigException;
import io.flowstan.service.config.ConfigProblem;
import io.flowstan.service.config.ServiceConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code check}: all that is wrong with a configuration, or what it would run. */
@Command(
    name = "check",
    description = "Say all that is wrong with a configuration, or what it would run.",
    footer = {
      "",
      "It reads file, environment and options as run does, and opens bundles, certificates and"
          + " tokens, but calls no cluster. The exit code is 0 where run would start, 2 where a"
          + " setting is wrong, 1 where a file that it names is missing or unusable."
    })
public final class CheckCommand implements FlowstanCommand {
  @Mixin private ClusterOptions cluster;
  @Mixin private OutputOptions output;

  /** The command; picocli fills it. */
  @SuppressWarnings("NullAway.Init")
  public CheckCommand() {}

  /**
   * What came of it.
   *
   * @param problems what is wrong, a line each; nothing runs before they are mended
   * @param warnings what works and may not be meant
   * @param run what would run, by name; null where nothing would
   */
  record Result(List<String> problems, List<String> warnings, @Nullable Map<String, String> run) {}

  @Override
  public Integer call() throws IOException {
    Result result;
    int exitCode = ExitCode.DONE;
    try {
      ServiceConfig config =
          ServiceConfig.of(cluster.tree(JsonNodeFactory.instance.objectNode(), System.getenv()));
      ConfigCheck check = ConfigCheck.of(config, System.getenv());
      List<String> problems = new ArrayList<>(check.problems());
      problems.addAll(check.failures());
      if (!problems.isEmpty()) {
        exitCode = check.problems().isEmpty() ? ExitCode.FAILED : ExitCode.BAD_USAGE;
      }
      result =
          new Result(problems, check.warnings(), problems.isEmpty() ? facts(config).lines() : null);
    } catch (ConfigException e) {
      exitCode = ExitCode.BAD_USAGE;
      result =
          new Result(e.found().stream().map(ConfigProblem::toString).toList(), List.of(), null);
    }
    print(result);
    output.json(result);
    return exitCode;
  }

  private static RunFacts facts(ServiceConfig config) throws IOException {
    ServiceConfig.Admin admin = config.admin();
    String url =
        (admin.tls().certificate() == null ? "http://" : "https://")
            + admin.host()
            + ":"
            + admin.port();
    String registry = config.schemaRegistry().url();
    boolean hasToken = AdminToken.read(admin.tokenFile(), System.getenv()) != null;
    return RunFacts.of(config)
        .with(registry == null ? url : registry.replaceAll("//[^/@\\s]*@", "//"), url, hasToken);
  }

  private void print(Result result) {
    PrintWriter people = output.people();
    result.problems().forEach(people::println);
    result.warnings().forEach(warning -> people.println("warning: " + warning));
    Map<String, String> run = result.run();
    if (run == null) {
      int count = result.problems().size();
      people.println(count == 1 ? "1 problem" : count + " problems");
    } else {
      people.println("would run:");
      new RunFacts(run).print(people);
    }
    people.flush();
  }
}
