package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
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
import io.flowstan.service.replay.CheckedTables;
import io.flowstan.service.replay.FlowReplay;
import io.flowstan.service.replay.RecordedTables;
import io.flowstan.service.replay.ReplayPosition;
import io.flowstan.service.replay.TableIdentity;
import io.flowstan.service.topics.TopicSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
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
          + " sent. Without --speed, --rate or --max flows go out as fast as they were recorded.",
      "",
      "Each flow is on the topic once: a replay that was stopped or killed goes on behind its last"
          + " commit when the same command is given again, and keeps its --start. How far it is"
          + " stands on the topic TOPIC.replay. The same tables a second time send nothing; others"
          + " go on with the hosts' sequence numbers."
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

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "Time (UTC), or now, at which the first flow ends; all are moved by as much (default: as"
              + " recorded).")
  private @Nullable Instant start;

  @Option(
      names = "--restart",
      description = "Begin with the first flow, whatever an earlier replay has sent.")
  private boolean restart;

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
      CheckedTables tables =
          CheckedTables.check(files, table -> open(table, listed), people::println);
      RunFacts facts =
          RunFacts.ofReplay(config, chosen.text(), tables.flows() + " flows of " + named());
      try (Environment environment =
              Environment.open(config, topics(config), facts, people, List.of());
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
        send(replay, tables, listed, stop, people);
        RunSummary summary =
            RunSummary.of(
                replay.flowsByProtocol(),
                (System.nanoTime() - began) / 1e9,
                replay.hosts(),
                Instant.ofEpochMilli(replay.simulatedMs()).toString());
        if (!output.isJson()) {
          summary.print(people);
        }
        output.json(summary);
      } catch (KafkaException e) {
        throw new FailureException(
            "the cluster refused: "
                + e.getMessage()
                + "; the same command goes on where it stopped",
            e);
      }
    }
    return ExitCode.DONE;
  }

  private String named() {
    return files.size() == 1 ? files.get(0).toString() : files.size() + " tables";
  }

  private void send(
      FlowReplay replay,
      CheckedTables tables,
      @Nullable HostList listed,
      StopSignal stop,
      PrintWriter people)
      throws IOException, InterruptedException {
    ReplayPosition from = begin(replay, tables);
    if (from.isDone()) {
      people.printf(
          "all %,d flows are on the topic already: nothing is sent (--restart sends them again)%n",
          from.flows());
      return;
    }
    if (from.flows() > 0) {
      people.printf("going on behind flow %,d of %,d%n", from.flows(), tables.flows());
    }
    people.flush();
    try (RecordedTables source =
        new RecordedTables(files, table -> open(table, listed), from.shiftSeconds())) {
      source.skip(from.flows());
      ReplayPosition reached = replay.send(source, from, stop::isRequested);
      if (!reached.isDone()) {
        people.printf(
            "stopped behind flow %,d of %,d: the same command goes on from there%n",
            reached.flows(), tables.flows());
      }
    } catch (InterruptException e) {
      if (!stop.isRequested()) {
        throw e;
      }
      // the stop came in the midst of a transaction, which is given up
      boolean unused = Thread.interrupted();
      people.println("stopped: the same command goes on behind the last commit");
    }
  }

  private ReplayPosition begin(FlowReplay replay, CheckedTables tables) throws IOException {
    long shiftSeconds =
        start == null || tables.flows() == 0 ? 0 : start.getEpochSecond() - tables.firstSecond();
    String selection =
        hosts == null
            ? "networks " + networks
            : "the hosts of a list with SHA-256 " + TableIdentity.of(hosts).sha256();
    try {
      return replay.begin(
          ReplayPosition.beginning(tables.tables(), selection, shiftSeconds), restart);
    } catch (IllegalStateException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The output topic and the one beside it. */
  private static List<TopicSettings> topics(ServiceConfig config) {
    TopicSettings flows =
        config.topics().settings().stream()
            .filter(settings -> settings.name().equals(config.topics().flows()))
            .findFirst()
            .orElseThrow();
    return List.of(flows, FlowReplay.journal(flows));
  }

  private RecordedFlows open(Path file, @Nullable HostList listed) throws IOException {
    return listed == null
        ? RecordedFlows.ofNetworks(file, networks, input.onError())
        : RecordedFlows.ofHosts(file, listed, input.onError());
  }
}
