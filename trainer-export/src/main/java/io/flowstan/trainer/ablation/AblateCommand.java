package io.flowstan.trainer.ablation;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.io.HostList;
import io.flowstan.trainer.command.HostSplit;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.optimise.DjlEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowstan ablate}: what parts, flows and parameters are worth. */
@Command(
    name = "ablate",
    description = "Trains the model without its parts, on fewer hosts, and at other sizes.",
    footer = {
      "",
      "Each variant has the same budget and is validated on the same hosts; nats a flow, lower is"
          + " better. Without copies a peer is its first octet only, not which of the last 64."
    })
public final class AblateCommand implements FlowstanCommand {
  @Option(
      names = "--flows",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "Recorded flows, a UGR'16 table, plain or gzip.")
  private Path flows = Path.of("");

  @Option(
      names = "--hosts",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "The hosts whose flows to learn, one IPv4 address a line.")
  private Path hosts = Path.of("");

  @Option(
      names = "--only",
      paramLabel = "NAME[,NAME...]",
      split = ",",
      description = "Variants to train (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--epochs",
      paramLabel = "E",
      defaultValue = "1",
      description = "Passes of each over its hosts.")
  private int epochs;

  @Option(
      names = "--validation-share",
      paramLabel = "X",
      defaultValue = "0.3",
      description = "Share of the hosts held out for validation.")
  private double validationShare;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Random seed.")
  private long seed;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "1024", description = "Flows a step.")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per processor).")
  private @Nullable Integer threads;

  @Mixin private final InputOptions input = new InputOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    List<Variant> variants = variants();
    int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (used < 1 || epochs < 1 || batch < 1) {
      throw new UsageException("--threads, --epochs, --batch: expected >= 1");
    }
    HostList listed = HostList.read(hosts);
    HostSplit split = HostSplit.of(listed, validationShare, seed);
    AblationRun run =
        new AblationRun(
            DjlEngine.start(used),
            HostFlows.read(flows, listed, input.onError()),
            split,
            epochs,
            batch,
            seed);
    PrintWriter people = output.people();
    people.println(
        "%d hosts to train on, %d to validate on"
            .formatted(split.training().size(), split.validation().size()));
    people.println("| variant | hosts | flows | parameters | multiply-adds | train | validation |");
    people.println("|---|---:|---:|---:|---:|---:|---:|");
    people.flush();
    List<AblationRun.Outcome> outcomes = new ArrayList<>();
    Path scratch = Files.createTempDirectory("flowstan-ablate");
    try {
      for (Variant variant : variants) {
        AblationRun.Outcome outcome = run.train(variant, scratch);
        outcomes.add(outcome);
        people.println(row(outcome));
        people.flush();
        Files.deleteIfExists(scratch.resolve("model.zip"));
      }
    } finally {
      Files.deleteIfExists(scratch.resolve("model.zip"));
      Files.delete(scratch);
    }
    output.json(new Summary(split.training().size(), split.validation().size(), outcomes));
    return ExitCode.DONE;
  }

  private List<Variant> variants() {
    List<String> names = Variant.ALL.stream().map(Variant::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new UsageException("--only " + name + ": expected some of " + names);
      }
    }
    return Variant.ALL.stream()
        .filter(variant -> only.isEmpty() || only.contains(variant.name()))
        .toList();
  }

  private static String row(AblationRun.Outcome outcome) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %,d | %s | %.3f | %.3f |",
        outcome.variant(),
        outcome.hosts(),
        outcome.flows(),
        outcome.parameters(),
        outcome.multiplyAdds() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,d", outcome.multiplyAdds()),
        outcome.trainNatsPerFlow(),
        outcome.validationNatsPerFlow());
  }

  /** The last line of {@code ablate --json}. */
  private record Summary(
      int trainingHosts, int validationHosts, List<AblationRun.Outcome> variants) {}
}
