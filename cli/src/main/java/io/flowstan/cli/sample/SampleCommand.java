package io.flowstan.cli.sample;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.cli.UsageException;
import io.flowstan.cli.table.FlowSink;
import io.flowstan.cli.table.OneTable;
import io.flowstan.cli.table.TargetOptions;
import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostShards;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Network;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.HostList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sample}: simulated hosts' flows into files. */
@Command(
    name = "sample",
    description = "Write simulated hosts' flows into files, without Kafka.",
    footer = {
      "",
      "Rows are in order of time. The simulated hosts are listed in X.hosts beside X.csv (or beside"
          + " the folder X). The same arguments write the same bytes."
    })
public final class SampleCommand implements FlowstanCommand {
  @Option(names = "--hosts", paramLabel = "N", description = "Number of hosts to simulate.")
  private int hosts = 100;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      defaultValue = "10.0.0.0/8",
      description = "Network that the hosts' addresses are drawn from.")
  @SuppressWarnings("NullAway.Init")
  private Network network;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      defaultValue = "2016-04-11T00:00:00",
      description = "Simulated time (UTC) of the start.")
  @SuppressWarnings("NullAway.Init")
  private Instant start;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "Simulated time to write, such as 30m, 24h, 7d.")
  @SuppressWarnings("NullAway.Init")
  private Duration duration;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of hosts and flows.")
  private long seed = 1;

  @Option(
      names = "--bundle",
      paramLabel = "BUNDLE",
      description = "Model (default: the shipped one).")
  private @Nullable Path bundle;

  @Option(
      names = "--format",
      paramLabel = "ugr16|nfdump",
      description = "Text format of the table.")
  private FlowFormat format = FlowFormat.UGR16;

  @Mixin private TargetOptions target;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that draw; changes the speed, not the flows (default: one a core).")
  private @Nullable Integer threads;

  @Mixin private OutputOptions output;

  private final StreamsFactory factory;

  /** The command on the engine. */
  public SampleCommand() {
    this(HostShards::open);
  }

  /** The command on streams from {@code factory}. */
  @SuppressWarnings("NullAway.Init")
  public SampleCommand(StreamsFactory factory) {
    this.factory = factory;
  }

  @Override
  public Integer call() throws IOException {
    HostList hostList = hostList();
    long startMs = start.toEpochMilli();
    long endMs = startMs + durationMs();
    long begun = System.nanoTime();
    try (HostStreams streams = factory.open(bundle, network, threadCount());
        FlowSink sink = target.open(format, hostList)) {
      for (int address : hostList.addresses()) {
        streams.add(new HostSpec(address, seed, startMs));
      }
      SampleRun run = new SampleRun(streams, sink);
      try (ProgressLine progress = output.progress("sample", "s simulated", duration.toSeconds())) {
        run.drain(startMs, endMs, progress);
      }
      boolean whole = run.rules().total() == 0;
      if (whole) {
        sink.commit();
      }
      report(run, (System.nanoTime() - begun) / 1e9);
      if (!whole) {
        throw new FailureException(
            "the flows broke rules " + run.rules() + ": nothing was written to " + target.out());
      }
    }
    return ExitCode.DONE;
  }

  private HostList hostList() {
    try {
      return new HostList(HostAddresses.draw(network, hosts, seed));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private long durationMs() {
    if (duration.toMillis() < 1_000) {
      throw new UsageException("--duration = " + duration + ": expected at least 1s");
    }
    return duration.toMillis();
  }

  private int threadCount() {
    Integer wanted = threads;
    if (wanted == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (wanted < 1) {
      throw new UsageException("--threads = " + wanted + ": expected a whole number >= 1");
    }
    return wanted;
  }

  private void report(SampleRun run, double seconds) {
    SampleSummary summary =
        new SampleSummary(
            run.flows(),
            seconds,
            run.flows() / seconds,
            hosts,
            run.rules().total(),
            target.out().toString(),
            OneTable.hostsFile(target.out()).toString());
    output
        .people()
        .printf(
            Locale.ROOT,
            "%,d flows of %,d hosts in %.1f s (%,.0f flows/s) to %s%n",
            summary.flows(),
            hosts,
            seconds,
            summary.flowsPerSecond(),
            target.out());
    output.people().flush();
    output.json(summary);
  }
}
