package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.flow.Network;
import io.flowstan.io.HostList;
import io.flowstan.io.RecordedFlows;
import io.flowstan.service.admin.Health;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.replay.FlowReplay;
import io.flowstan.service.topics.TopicSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code replay}: recorded flows onto the output topic. */
@Command(
    name = "replay",
    description = "Put recorded flows (UGR'16 tables) onto the output topic of a cluster.",
    footer = {
      "",
      "Every row is one record, keyed by the monitored host: the end inside --network, else the"
          + " source. With --hosts it is one for each listed host that is an end. The tables are"
          + " checked first: without --on-error skip a malformed row stops it before anything is"
          + " sent. Without --speed, --rate or --max flows go out as fast as they were recorded."
    })
public final class ReplayCommand implements FlowstanCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      showDefaultValue = Visibility.NEVER,
      description = "Tables in the order of time, plain or gzip.")
  private List<Path> files = List.of();

  @Mixin private ClusterOptions cluster;

  @ArgGroup private @Nullable PaceOptions pace;

  @Option(
      names = "--hosts",
      paramLabel = "FILE",
      description = "Hosts whose flows are sent, one address a line (default: all).")
  private @Nullable Path hosts;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Monitored networks, joined by commas (default: ${DEFAULT-VALUE}).",
      split = ",",
      defaultValue = "42.219.0.0/16",
      showDefaultValue = Visibility.NEVER)
  private List<Network> networks = List.of();

  @Mixin private InputOptions input;
  @Mixin private OutputOptions output;

  /** The command; picocli fills it. */
  @SuppressWarnings("NullAway.Init")
  public ReplayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Pace chosen = pace == null ? new Pace.Speed(1) : pace.pacing().pace();
    if (chosen instanceof Pace.Realtime) {
      throw new UsageException("--speed, --rate or --max: expected one of them");
    }
    ServiceConfig config = cluster.config(JsonNodeFactory.instance.objectNode());
    HostList listed = hosts == null ? null : HostList.read(hosts);
    PrintWriter people = output.people();
    try (StopSignal stop = new StopSignal()) {
      for (Path file : files) {
        check(file, listed, people);
      }
      List<TopicSettings> topic =
          config.topics().settings().stream()
              .filter(settings -> settings.name().equals(config.topics().flows()))
              .toList();
      try (Environment environment = Environment.open(config, topic, people);
          FlowReplay replay =
              new FlowReplay(
                  config.topics().flows(),
                  environment.client(),
                  environment.registry(),
                  chosen,
                  config.topics().recordTimestamp(),
                  environment.meters(),
                  System::currentTimeMillis)) {
        environment.health().set(Health::ready);
        output.json(environment.addresses());
        long began = System.nanoTime();
        for (Path file : files) {
          try (RecordedFlows flows = open(file, listed)) {
            replay.send(flows, stop::isRequested);
          }
        }
        RunSummary summary =
            RunSummary.of(
                replay.flowsByProtocol(),
                (System.nanoTime() - began) / 1e9,
                replay.hosts().size(),
                Instant.ofEpochMilli(replay.simulatedMs()).toString());
        if (!output.isJson()) {
          summary.print(people);
        }
        output.json(summary);
      }
    }
    return ExitCode.DONE;
  }

  private void check(Path file, @Nullable HostList listed, PrintWriter people) throws IOException {
    try (RecordedFlows flows = open(file, listed)) {
      while (flows.next() != null) {
        // only read: what is malformed is thrown or counted
      }
      InputOptions.reportSkipped(people, flows.skipped(), flows.firstProblem());
      if (flows.flowsOfNoHost() > 0) {
        people.printf(
            "%s: %d flows of none of the hosts are left out%n", file, flows.flowsOfNoHost());
      }
    }
  }

  private RecordedFlows open(Path file, @Nullable HostList listed) throws IOException {
    return listed == null
        ? RecordedFlows.ofNetworks(file, networks, input.onError())
        : RecordedFlows.ofHosts(file, listed, input.onError());
  }
}
