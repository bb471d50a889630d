package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.engine.HostShards;
import io.flowstan.service.broker.ClientFailure;
import io.flowstan.service.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code run}: the service against a cluster that exists. */
@Command(
    name = "run",
    description = "Stream simulated flows onto an existing Kafka cluster.",
    footer = {
      "",
      "Several instances with the same application id share the hosts; each needs a state directory"
          + " of its own. Hosts that are assigned already stay as they are. Without --speed, --rate"
          + " or --max simulated time is the wall clock."
    })
public final class RunCommand implements FlowstanCommand {
  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      description = "Put N hosts onto the hosts topic (default: leave it as it is).")
  private @Nullable Integer hosts;

  @ArgGroup private @Nullable PaceOptions pace;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Wall time to run, such as 30s, 5m (default: until stopped).")
  private @Nullable Duration limit;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Simulated time (UTC) to stop at (default: none).")
  private @Nullable Instant until;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of hosts and flows (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Network that the hosts' addresses are drawn from (default: 10.0.0.0/8).")
  private @Nullable String network;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Simulated time (UTC) at which new hosts start (default: now).")
  private @Nullable Instant start;

  @Option(
      names = "--backfill",
      paramLabel = "TIME",
      description =
          "In real time, how long before now new hosts start, such as 3d; what lies between goes"
              + " out at once (default: none).")
  private @Nullable Duration backfill;

  @Option(
      names = "--allow-provider-change",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Go on with a run whose flows were drawn on another execution provider.")
  private boolean allowProviderChange;

  @Option(
      names = "--bundle",
      paramLabel = "BUNDLE",
      description = "Model (default: the shipped one).")
  private @Nullable Path bundle;

  @Option(
      names = "--record-timestamp",
      paramLabel = "flow-end|emission",
      description = "Time that records carry (default: flow-end).")
  private @Nullable String recordTimestamp;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description = "Name of the application; its instances share the hosts (default: flowstan).")
  private @Nullable String applicationId;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Folder for host contexts, of this instance only.")
  private @Nullable Path stateDirectory;

  @Mixin private DeviceOptions device;
  @Mixin private OutputOptions output;

  private final StreamsFactory engine;

  /** The command on the engine. */
  public RunCommand() {
    this(HostShards::open);
  }

  /** The command on streams from {@code engine}. */
  @SuppressWarnings("NullAway.Init")
  public RunCommand(StreamsFactory engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (StopSignal stop = new StopSignal()) {
      ServiceConfig config = cluster.config(flags());
      StreamsFactory streams =
          DeviceOptions.on(
              config.engine().executionProvider(), engine, config.bundle(), output.people());
      LiveRun run =
          new LiveRun(config, streams, output, System::nanoTime, System::currentTimeMillis, false);
      run.checkEngine();
      try {
        run.execute(stop, limit, Instant.now());
      } catch (KafkaException e) {
        throw new FailureException(
            "the cluster refused: " + ClientFailure.explain(e, ClientSettings.kafka(config)), e);
      }
    }
    return ExitCode.DONE;
  }

  private ObjectNode flags() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    if (pace != null) {
      pace.into(tree);
    }
    put(tree, "pacing", "until", until);
    put(tree, "pacing", "backfill", backfill);
    put(tree, "population", "hosts", hosts);
    put(tree, "population", "seed", seed);
    put(tree, "population", "network", network);
    put(tree, "population", "start", start);
    put(tree, "engine", "executionProvider", device.provider());
    put(tree, "topics", "recordTimestamp", recordTimestamp);
    put(tree, "streams", "applicationId", applicationId);
    put(tree, "streams", "stateDirectory", stateDirectory);
    if (allowProviderChange) {
      tree.putObject("engine").put("allowProviderChange", true);
    }
    if (bundle != null) {
      tree.put("bundle", bundle.toString());
    }
    return tree;
  }

  private static void put(ObjectNode tree, String group, String key, @Nullable Object value) {
    if (value != null) {
      tree.withObjectProperty(group).put(key, value.toString());
    }
  }
}
