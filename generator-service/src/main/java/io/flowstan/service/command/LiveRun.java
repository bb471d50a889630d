package io.flowstan.service.command;

import io.flowstan.cli.FailureException;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.engine.HostStreams;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.population.HostsTopic;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.FlowTally;
import io.flowstan.service.stream.GeneratorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One run of the service from the first look at the cluster to the summary. */
final class LiveRun {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final ServiceConfig config;
  private final StreamsFactory engine;
  private final OutputOptions output;
  private final LongSupplier nanoClock;
  private final boolean isAlone;

  /**
   * @param isAlone whether this process simulates all assigned hosts, so that it waits for all of
   *     them; otherwise other instances may have them
   */
  LiveRun(
      ServiceConfig config,
      StreamsFactory engine,
      OutputOptions output,
      LongSupplier nanoClock,
      boolean isAlone) {
    this.config = config;
    this.engine = engine;
    this.output = output;
    this.nanoClock = nanoClock;
    this.isAlone = isAlone;
  }

  /** Opens the engine once and closes it: what is wrong with the bundle is said before all else. */
  void checkEngine() throws IOException {
    engine.open(config.bundle(), config.population().network(), 1).close();
  }

  /**
   * Runs until {@code limit} has passed, the simulated end is reached or a stop is requested.
   *
   * @param limit wall time from the moment that the hosts are simulated; null for no limit
   * @param now the start of hosts whose start is not configured
   */
  void execute(StopSignal stop, @Nullable Duration limit, Instant now)
      throws IOException, InterruptedException {
    PrintWriter people = output.people();
    try (Environment environment = Environment.open(config, config.topics().settings(), people)) {
      HostsTopic hosts =
          new HostsTopic(config.topics().hosts(), environment.client(), environment.registry());
      boolean keepStart = config.population().start() == null;
      hosts.assign(config.population().specs(now), keepStart);
      int expected = hosts.read().size();
      if (expected == 0) {
        people.println(
            "no hosts yet: give --hosts N, or write assignments to " + config.topics().hosts());
      }
      try (FlowGenerator generator = start(environment)) {
        environment.health().set(generator::health);
        print(people, environment.addresses());
        watch(generator, environment, stop, limit, expected, people);
      }
    }
  }

  private FlowGenerator start(Environment environment) {
    return FlowGenerator.start(
        config.streams(),
        config.topics(),
        environment.client(),
        new GeneratorSettings(
            config.pacing().pace(), config.pacing().untilMs(), config.topics().partitions()),
        this::openEngine,
        environment.registry(),
        environment.meters());
  }

  private HostStreams openEngine() {
    try {
      return engine.open(config.bundle(), config.population().network(), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch(
      FlowGenerator generator,
      Environment environment,
      StopSignal stop,
      @Nullable Duration limit,
      int expected,
      PrintWriter people)
      throws InterruptedException {
    FlowTally tally = generator.tally();
    LiveLine line = new LiveLine(people, !output.isJson());
    long began = 0;
    long simulatedMs = 0;
    int hosts = 0;
    boolean announced = false;
    String failure = null;
    while (true) {
      boolean stopped = stop.await(LOOK_EVERY);
      long now = nanoClock.getAsLong();
      simulatedMs = Math.max(simulatedMs, environment.meters().simulatedMs());
      hosts = tally.hosts();
      int awaited = isAlone ? expected : Math.min(expected, 1);
      if (began == 0 && generator.isRunning() && hosts >= awaited) {
        began = now;
      }
      if (!announced && tally.flows() > 0) {
        output.json(environment.addresses());
        announced = true;
      }
      failure = generator.failure();
      boolean over = began != 0 && limit != null && now - began >= limit.toNanos();
      if (stopped || over || failure != null || tally.isFinished()) {
        break;
      }
      if (began != 0 && simulatedMs > 0) {
        line.show(now, tally.flows(), simulatedMs, hosts);
      }
    }
    line.end();
    generator.close();
    double seconds = began == 0 ? 0 : (nanoClock.getAsLong() - began) / 1e9;
    RunSummary summary =
        RunSummary.of(
            tally.flowsByProtocol(), seconds, hosts, Instant.ofEpochMilli(simulatedMs).toString());
    if (!output.isJson()) {
      summary.print(people);
    }
    output.json(summary);
    if (failure != null) {
      throw new FailureException("the service stopped: " + failure);
    }
  }

  private static void print(PrintWriter people, Environment.Addresses addresses) {
    people.println("Kafka            " + addresses.bootstrapServers());
    people.println("Schema registry  " + addresses.schemaRegistryUrl());
    people.println("Topic            " + addresses.topic());
    people.println("Admin            " + addresses.adminUrl());
    people.flush();
  }
}
