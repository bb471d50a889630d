package io.flowstan.service.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.engine.HostShards;
import io.flowstan.flow.Network;
import io.flowstan.service.broker.EmbeddedBroker;
import io.flowstan.service.config.ConfigException;
import io.flowstan.service.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code demo}: a broker, a registry and the service in one process. */
@Command(
    name = "demo",
    description = "Stream simulated flows onto a Kafka broker inside this process; watch it live.",
    footer = {
      "",
      "Broker and flows are gone when it ends. --speed, --rate and --max exclude each other; the"
          + " default is --speed 60. It commits every 100 ms, ten times as often as run does by"
          + " default, so that readers see flows at once."
    })
public final class DemoCommand implements FlowstanCommand {
  private static final double DEFAULT_SPEED = 60;

  @Option(names = "--hosts", paramLabel = "N", description = "Number of hosts to simulate.")
  private int hosts = 200;

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

  @Option(names = "--seed", paramLabel = "S", description = "Seed of hosts and flows.")
  private long seed = 1;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      defaultValue = "10.0.0.0/8",
      description = "Network that the hosts' addresses are drawn from.")
  @SuppressWarnings("NullAway.Init")
  private String network;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      defaultValue = "2016-04-11T00:00:00",
      description = "Simulated time (UTC) of the start.")
  @SuppressWarnings("NullAway.Init")
  private Instant start;

  @Option(
      names = "--bundle",
      paramLabel = "BUNDLE",
      description = "Model (default: the shipped one).")
  private @Nullable Path bundle;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Port of the broker; 0 takes a free one.")
  private int kafkaPort = 0;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port of registry, metrics and health; 0 takes a free one.")
  private int adminPort = 0;

  @Mixin private DeviceOptions device;
  @Mixin private OutputOptions output;

  private final StreamsFactory engine;

  /** The command on the engine. */
  public DemoCommand() {
    this(HostShards::open);
  }

  /** The command on streams from {@code engine}. */
  @SuppressWarnings("NullAway.Init")
  public DemoCommand(StreamsFactory engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    EmbeddedBroker.Options options = brokerOptions();
    try (StopSignal stop = new StopSignal();
        TemporaryFolder state = TemporaryFolder.create("flowstan-state-")) {
      // refuses what is wrong before the broker takes its seconds
      ServiceConfig config = config("127.0.0.1:" + kafkaPort, state.path());
      StreamsFactory streams = DeviceOptions.on(device.provider(), engine, bundle, output.people());
      run(config, streams).checkEngine();
      output.people().println("starting the broker ...");
      output.people().flush();
      try (EmbeddedBroker broker = broker(options)) {
        run(config(broker.bootstrapServers(), state.path()), streams).execute(stop, limit, start);
      }
    }
    return ExitCode.DONE;
  }

  private LiveRun run(ServiceConfig config, StreamsFactory streams) {
    return new LiveRun(config, streams, output, System::nanoTime, System::currentTimeMillis, true);
  }

  private EmbeddedBroker.Options brokerOptions() {
    try {
      return EmbeddedBroker.Options.temporary().withPort(kafkaPort);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--kafka-port: " + e.getMessage());
    }
  }

  private static EmbeddedBroker broker(EmbeddedBroker.Options options) {
    try {
      return EmbeddedBroker.start(options);
    } catch (IllegalStateException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  private ServiceConfig config(String bootstrapServers, Path stateDirectory) {
    if (hosts < 1) {
      throw new UsageException("--hosts = " + hosts + ": expected a whole number >= 1");
    }
    int tasks = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ObjectNode kafka = tree.putObject("kafka").put("bootstrapServers", bootstrapServers);
    // whoever tries the demo reads it with what is at hand, and not every client knows lz4
    kafka.putObject("properties").put("producer.compression.type", "none");
    tree.putObject("topics")
        .put("partitions", tasks)
        .put("flowsPartitions", tasks)
        .put("replicationFactor", 1);
    tree.putObject("streams")
        .put("threads", tasks)
        .put("commitInterval", "100ms")
        .put("stateDirectory", stateDirectory.toString());
    (pace == null ? PaceOptions.ofSpeed(DEFAULT_SPEED) : pace).into(tree);
    if (until != null) {
      tree.withObjectProperty("pacing").put("until", until.toString());
    }
    tree.putObject("population")
        .put("hosts", hosts)
        .put("network", network)
        .put("seed", seed)
        .put("start", start.toString());
    tree.putObject("admin").put("port", adminPort);
    if (bundle != null) {
      tree.put("bundle", bundle.toString());
    }
    try {
      Network.parse(network);
      return ServiceConfig.defaults().with("options", tree);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
