package io.flowstan.service.stream;

import io.flowstan.service.admin.Health;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.population.AddressGrid;
import io.flowstan.service.population.HostCensus;
import io.flowstan.service.registry.SchemaIds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: one instance of the Streams application.
 *
 * <p>It expects its topics to exist. A thread that fails for a reason that may pass is replaced
 * after a pause; for any other it stops itself, and {@link #failure} says why.
 */
public final class FlowGenerator implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(FlowGenerator.class);

  private final KafkaStreams streams;
  private final HostCensus census;
  private final FlowTally tally;
  private final ServiceMeters meters;
  private final ThreadRecovery recovery = new ThreadRecovery(System::nanoTime);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> recovering = new AtomicReference<>();

  private FlowGenerator(
      KafkaStreams streams, HostCensus census, FlowTally tally, ServiceMeters meters) {
    this.streams = streams;
    this.census = census;
    this.tally = tally;
    this.meters = meters;
  }

  /**
   * Starts the service.
   *
   * @param client the connection, as Kafka's clients take it, {@code bootstrap.servers} among it
   * @param engines makes the engines of tasks
   * @param ids the registry, for the schemas on the topics
   */
  public static FlowGenerator start(
      StreamsSettings settings,
      TopicsConfig topics,
      Map<String, String> client,
      GeneratorSettings pacing,
      EngineFactory engines,
      SchemaIds ids,
      ServiceMeters meters) {
    TaskWire wire = new TaskWire(topics, ids);
    FlowTally tally = new FlowTally(new AddressGrid(pacing.network()));
    HostCensus census = HostCensus.start(topics.hosts(), client, topics.partitions(), ids);
    KafkaStreams streams =
        new KafkaStreams(
            GeneratorTopology.of(
                topics,
                ids,
                () ->
                    new GeneratorProcessor(
                        engines, pacing, census, topics.recordTimestamp(), wire, meters, tally)),
            settings.properties(client));
    FlowGenerator generator = new FlowGenerator(streams, census, tally, meters);
    streams.setUncaughtExceptionHandler(generator::onFailure);
    meters.bind(streams);
    streams.start();
    return generator;
  }

  /** What this process has committed. */
  public FlowTally tally() {
    return tally;
  }

  /** Which hosts are assigned, whichever instance simulates them. */
  public HostCensus population() {
    return census;
  }

  /** Whether the threads are up and no rebalance is under way. */
  public boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** What the probes should be told. */
  public Health health() {
    Throwable cause = failure.get();
    if (cause != null) {
      return Health.failed("the service failed: " + rootMessage(cause));
    }
    Throwable passing = recovering.get();
    return passing == null
        ? Health.of(streams.state())
        : Health.waiting("starting again after: " + rootMessage(passing));
  }

  /** Why the service stopped itself, in one line; null while it has not. */
  public @Nullable String failure() {
    Throwable cause = failure.get();
    if (cause != null) {
      return rootMessage(cause);
    }
    return streams.state().hasStartedOrFinishedShuttingDown() ? "it was shut down" : null;
  }

  /** Stops within five seconds; what was sent is committed. */
  @Override
  public void close() {
    closing.countDown();
    census.close();
    // leaving the group hands the hosts to others at once, instead of after a session timeout
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(STOP_WITHIN));
  }

  /** Called on the failing thread; its place is taken when this returns. */
  private StreamThreadExceptionResponse onFailure(Throwable exception) {
    Optional<Duration> pause = recovery.pauseAfter(exception);
    if (pause.isEmpty()) {
      tally
          .errors()
          .add("thread", "the service stops: " + rootMessage(exception), System.nanoTime());
      failure.compareAndSet(null, exception);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    meters.threadReplaced();
    LOG.warn(
        "a stream thread failed and is replaced in {} s: {}",
        pause.get().toSeconds(),
        rootMessage(exception));
    tally
        .errors()
        .add(
            "thread",
            "a stream thread failed and is replaced: " + rootMessage(exception),
            System.nanoTime());
    recovering.set(exception);
    try {
      if (closing.await(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    } finally {
      recovering.compareAndSet(exception, null);
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
