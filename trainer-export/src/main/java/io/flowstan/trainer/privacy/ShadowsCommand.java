package io.flowstan.trainer.privacy;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.trainer.privacy.shadow.ShadowRun;
import io.flowstan.trainer.privacy.shadow.ShadowSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowstan shadows}: the models that attacks on members learn from. */
@Command(
    name = "shadows",
    description = "Trains models on halves of the hosts, for evaluate --shadows.",
    footer = {
      "",
      "Each host is in exactly half of the models. DIR then holds what each model makes of each"
          + " host, by address: keep it beside the data. Run again with the same options, it goes"
          + " on where it was broken off."
    })
public final class ShadowsCommand implements FlowstanCommand {
  @Option(
      names = "--flows",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "Recorded flows, a UGR'16 table; may be given several times.")
  private List<Path> flows = List.of();

  @Option(
      names = "--hosts",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "The hosts of the --flows in the same place, one IPv4 address a line.")
  private List<Path> hosts = List.of();

  @Option(
      names = "--out",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "DIR",
      description = "Where to keep the models and what they say.")
  private Path out = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "K",
      defaultValue = "8",
      description = "Shadow models, an even number.")
  private int models;

  @Option(
      names = "--epochs",
      paramLabel = "E",
      defaultValue = "2",
      description = "Passes of each over its hosts.")
  private int epochs;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Random seed.")
  private long seed;

  @Option(
      names = "--canaries",
      paramLabel = "N",
      defaultValue = "8",
      description = "Made-up hosts with flows like nobody else's.")
  private int canaries;

  @Option(
      names = "--control-epochs",
      paramLabel = "E",
      defaultValue = "60",
      description = "Passes of the overfitted control over the first flows of its hosts.")
  private int controlEpochs;

  @Option(
      names = "--control-flows",
      paramLabel = "N",
      defaultValue = "400",
      description = "First flows of each host that the control is trained on.")
  private int controlFlows;

  @Option(
      names = "--scored-flows",
      paramLabel = "N",
      defaultValue = "5000",
      description = "First flows of each host that models are asked about; they learn from all.")
  private int scoredFlows;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "1024", description = "Flows a step.")
  private int batch;

  @Option(
      names = "--sample-hosts",
      paramLabel = "N",
      defaultValue = "60",
      description = "Hosts that each model makes up.")
  private int sampleHosts;

  @Option(
      names = "--sample-hours",
      paramLabel = "H",
      defaultValue = "6",
      description = "Hours of them, from midnight on.")
  private int sampleHours;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per processor).")
  private @Nullable Integer threads;

  @Mixin private final InputOptions input = new InputOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    if (flows.size() != hosts.size()) {
      throw new UsageException(
          "--flows %d times, --hosts %d times: expected a list of hosts for each table"
              .formatted(flows.size(), hosts.size()));
    }
    int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (used < 1) {
      throw new UsageException("--threads " + used + ": expected >= 1");
    }
    long begun = System.nanoTime();
    PrintWriter people = output.people();
    ShadowRun run =
        new ShadowRun(
            settings(),
            out,
            used,
            System::nanoTime,
            line -> {
              people.println(line);
              people.flush();
            });
    ShadowRun.Outcome outcome = run.run(flows, hosts, input.onError());
    double seconds = (System.nanoTime() - begun) / 1e9;
    people.println(
        "%d hosts; %d models trained, %d were there; %s"
            .formatted(outcome.hosts(), outcome.trained(), outcome.found(), out));
    people.flush();
    output.json(
        new Summary(
            out.toString(),
            outcome.hosts(),
            outcome.trained(),
            outcome.found(),
            outcome.flows(),
            seconds,
            outcome.flows() / Math.max(1e-9, seconds)));
    return ExitCode.DONE;
  }

  private ShadowSettings settings() {
    try {
      return new ShadowSettings(
          models,
          epochs,
          controlEpochs,
          controlFlows,
          scoredFlows,
          batch,
          canaries,
          sampleHosts,
          sampleHours,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The last line of {@code shadows --json}.
   *
   * @param trained models trained now, the control among them
   * @param found models that were there already
   * @param flows trained on, repeated ones counted again
   */
  private record Summary(
      String folder,
      int hosts,
      int trained,
      int found,
      long flows,
      double seconds,
      double flowsPerSecond) {}
}
