package io.flowstan.service.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.flowstan.bundle.Bundle;
import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FailureException;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.engine.HostShards;
import io.flowstan.service.bench.Bench;
import io.flowstan.service.bench.BenchMachine;
import io.flowstan.service.bench.BenchPlan;
import io.flowstan.service.bench.BenchPlot;
import io.flowstan.service.bench.BenchResult;
import io.flowstan.service.bench.BenchTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench}: how fast the parts and the whole are. */
@Command(
    name = "bench",
    description =
        "Measure generation, encoding and the whole service beside the broker's own ceiling.",
    footer = {
      "",
      "Everything is measured in one run, on a broker inside this process: the engine alone, the"
          + " encoder alone, Kafka's own ProducerPerformance with the same client settings, and"
          + " the whole service at least once and exactly once. Numbers of one run may be compared"
          + " with each other; those of another machine, or of a busy one, may not."
    })
public final class BenchCommand implements FlowstanCommand {
  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final Duration QUICK_WINDOW = Duration.ofSeconds(1);

  @Option(
      names = "--hosts",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of hosts to simulate, each by itself (default: 100,1000,10000,100000; 100 with"
              + " --quick).")
  private @Nullable List<Integer> hosts;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "Time that each speed is measured for (default: 15s; 1s with --quick).")
  private @Nullable Duration window;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that draw, and tasks of the service (default: one a core).")
  private @Nullable Integer threads;

  @Option(
      names = "--quick",
      description = "Measure everything, but briefly: tells that it works, not how fast.")
  private boolean quick;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Folder for the result as bench.json, bench.md and bench.svg.")
  private @Nullable Path report;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of hosts and flows.")
  private long seed = 1;

  @Option(
      names = "--bundle",
      paramLabel = "BUNDLE",
      description = "Model (default: the shipped one).")
  private @Nullable Path bundle;

  @Mixin private DeviceOptions device;
  @Mixin private OutputOptions output;

  private final StreamsFactory engine;

  /** The command on the engine. */
  public BenchCommand() {
    this(HostShards::open);
  }

  /** The command on streams from {@code engine}. */
  @SuppressWarnings("NullAway.Init")
  public BenchCommand(StreamsFactory engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchPlan plan = plan();
    String digest = (bundle == null ? Bundle.openDefault() : Bundle.open(bundle)).digest();
    BenchMachine machine = BenchMachine.here(digest, plan.threads());
    PrintWriter people = output.people();
    StreamsFactory streams = DeviceOptions.on(device.provider(), engine, bundle, people);
    try (TemporaryFolder state = TemporaryFolder.create("flowstan-bench-")) {
      Bench bench =
          new Bench(
              plan,
              threadCount -> streams.open(bundle, BenchPlan.NETWORK, threadCount),
              line -> {
                people.println(line);
                people.flush();
              });
      BenchResult result = bench.run(machine, state.path());
      if (report != null) {
        write(report, result);
      }
      if (!output.isJson()) {
        people.print(new BenchTables(result).markdown());
        people.flush();
      }
      output.json(result);
    } catch (KafkaException | IllegalStateException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.DONE;
  }

  private BenchPlan plan() {
    int cores = Runtime.getRuntime().availableProcessors();
    int threadCount = threads == null ? cores : threads;
    try {
      return quick
          ? BenchPlan.quick(
              hosts == null ? List.of(100) : hosts,
              threadCount,
              window == null ? QUICK_WINDOW : window,
              seed)
          : BenchPlan.full(
              hosts == null ? List.of(100, 1_000, 10_000, 100_000) : hosts,
              threadCount,
              window == null ? WINDOW : window,
              seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private static void write(Path folder, BenchResult result) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("bench.json"), JSON.writeValueAsString(result) + "\n");
    Files.writeString(folder.resolve("bench.md"), new BenchTables(result).markdown());
    Files.writeString(folder.resolve("bench.svg"), new BenchPlot(result).svg());
  }
}
