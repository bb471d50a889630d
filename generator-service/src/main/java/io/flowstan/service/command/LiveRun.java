package io.flowstan.service.command;

import io.flowstan.cli.FailureException;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.sample.StreamsFactory;
import io.flowstan.service.admin.Access;
import io.flowstan.service.admin.Mount;
import io.flowstan.service.config.ServiceConfig;
import io.flowstan.service.control.ControlHandler;
import io.flowstan.service.population.HostsTopic;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.FlowTally;
import io.flowstan.service.stream.GeneratorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One run of the service from the first look at the cluster to the summary. */
final class LiveRun {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final ServiceConfig config;
  private final ConfiguredEngines engines;
  private final OutputOptions output;
  private final LongSupplier nanoClock;
  private final LongSupplier wallClock;
  private final boolean isAlone;

  /**
   * @param nanoClock monotonic time, nanoseconds from any origin
   * @param wallClock milliseconds since the epoch
   * @param isAlone whether this process simulates all assigned hosts, so that it waits for all of
   *     them; otherwise other instances may have them
   */
  LiveRun(
      ServiceConfig config,
      StreamsFactory engine,
      OutputOptions output,
      LongSupplier nanoClock,
      LongSupplier wallClock,
      boolean isAlone) {
    this.config = config;
    this.engines = new ConfiguredEngines(config, engine);
    this.output = output;
    this.nanoClock = nanoClock;
    this.wallClock = wallClock;
    this.isAlone = isAlone;
  }

  /** Opens each bundle once and closes it: what is wrong with one is said before all else. */
  void checkEngine() throws IOException {
    engines.check();
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
    ControlHandler control = new ControlHandler(wallClock);
    Mount mount = new Mount("commands", List.of("/control"), Access.GUARDED, control);
    try (Environment environment =
        Environment.open(
            config, config.topics().settings(), RunFacts.of(config), people, List.of(mount))) {
      HostsTopic hosts =
          new HostsTopic(config.topics().hosts(), environment.client(), environment.registry());
      Duration backfill = config.pacing().backfill();
      Instant begin = backfill == null ? now : now.minus(backfill);
      report(hosts.populate(config.population().assignments(begin)), people);
      int expected = hosts.read().size();
      if (expected == 0) {
        people.println(
            "no hosts yet: give --hosts N, or write assignments to " + config.topics().hosts());
      }
      try (FlowGenerator generator = start(environment)) {
        environment.health().set(generator::health);
        control.serve(RunningService.of(config, generator, environment));
        environment.status().serve(generator);
        watch(generator, environment, stop, limit, expected, people);
      }
    }
  }

  private void report(HostsTopic.Populated populated, PrintWriter people) {
    // without a start of their own hosts start now, and those of an earlier run stay as they are
    if (populated.different() > 0 && config.population().start() != null) {
      people.printf(
          "%d hosts stay as they are on %s, with another start, bundle or profile%n",
          populated.different(), config.topics().hosts());
    }
    if (populated.removed() > 0) {
      people.printf(
          "%d hosts stay removed: add them by ./flowstan control add-hosts%n", populated.removed());
    }
  }

  private FlowGenerator start(Environment environment) {
    return FlowGenerator.start(
        config.streams(),
        config.topics(),
        environment.client(),
        new GeneratorSettings(
                config.pacing().pace(), config.pacing().untilMs(), config.topics().partitions())
            .withProviderChange(config.engine().allowProviderChange())
            .withNetwork(config.population().network()),
        engines,
        environment.registry(),
        environment.meters());
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
      if (stopped || over || failure != null || (began != 0 && tally.isFinished())) {
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
}
