package io.flowstan.service.bench;

import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The engine alone: threads that each draw their part of the hosts into nowhere, as the tasks of
 * the service do. Random numbers, gathering of state, the graph and decoding are all in it.
 */
final class EngineBench {
  /** Flows a call, as the service's tasks ask for them. */
  private static final int FLOWS_PER_CALL = 1_024;

  private static final String THREAD = "bench-engine-";

  private final EngineSource engines;

  EngineBench(EngineSource engines) {
    this.engines = engines;
  }

  /** Measures {@code hosts} over {@code threads} for {@code window}, after {@code warmUp}. */
  Measured run(List<HostSpec> hosts, int threads, Duration warmUp, Duration window)
      throws IOException, InterruptedException {
    List<Worker> workers = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        HostStreams streams = engines.open(1);
        workers.add(new Worker(i, streams));
        for (int host = i; host < hosts.size(); host += threads) {
          streams.add(hosts.get(host));
        }
      }
      workers.forEach(Thread::start);
      awaitFirstRound(workers, hosts.size());
      Thread.sleep(warmUp.toMillis());
      long flows = flows(workers);
      Reading start = Reading.of(name -> name.startsWith(THREAD));
      Thread.sleep(window.toMillis());
      Reading end = Reading.of(name -> name.startsWith(THREAD));
      return end.since(start, flows(workers) - flows);
    } finally {
      workers.forEach(Worker::end);
    }
  }

  /** Waits until there are as many flows as hosts: drawing all for the first time is no speed. */
  private static void awaitFirstRound(List<Worker> workers, int hosts) throws InterruptedException {
    while (flows(workers) < hosts) {
      Thread.sleep(10);
    }
  }

  private static long flows(List<Worker> workers) {
    long flows = 0;
    for (Worker worker : workers) {
      Throwable failure = worker.failure.get();
      if (failure != null) {
        throw new IllegalStateException("the engine failed: " + failure.getMessage(), failure);
      }
      flows += worker.flows;
    }
    return flows;
  }

  /** One thread and its streams. */
  private static final class Worker extends Thread {
    private final HostStreams streams;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile long flows;
    private volatile boolean ended;

    Worker(int number, HostStreams streams) {
      super(THREAD + number);
      this.streams = streams;
      setDaemon(true);
      setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    }

    @Override
    public void run() {
      long drawn = 0;
      while (!ended) {
        drawn += streams.advance(Long.MAX_VALUE, FLOWS_PER_CALL, flow -> {});
        flows = drawn;
      }
    }

    void end() {
      ended = true;
      try {
        join();
      } catch (InterruptedException e) {
        currentThread().interrupt();
        return; // a stream that is still drawing must not be closed
      }
      streams.close();
    }
  }
}
