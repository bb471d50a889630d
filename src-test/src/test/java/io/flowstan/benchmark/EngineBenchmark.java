package io.flowstan.benchmark;

import io.flowstan.engine.HostStreams;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The engine on one thread: random numbers, gathering, graph, decoding, the queue.
 *
 * <p>Budget: 256 bytes a flow, of which 112 are the {@code Flow} and the {@code HostFlow} that are
 * handed out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineBenchmark {
  private static final int FLOWS = 1_024;

  /** Hosts simulated. */
  @Param({"100", "1000", "10000"})
  private int hosts;

  @SuppressWarnings("NullAway.Init")
  private HostStreams streams;

  /** Starts the hosts and draws their first flows. */
  @Setup
  public void start() throws IOException {
    streams = DrawnFlows.streams(hosts);
    streams.nextDueMs();
  }

  /** Ends them. */
  @TearDown
  public void stop() {
    streams.close();
  }

  /** The next flows of all hosts, by due time. */
  @Benchmark
  @OperationsPerInvocation(FLOWS)
  public int advance(Blackhole flows) {
    return streams.advance(Long.MAX_VALUE, FLOWS, flows::consume);
  }
}
