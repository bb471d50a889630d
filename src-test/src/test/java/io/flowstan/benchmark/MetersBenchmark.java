package io.flowstan.benchmark;

import io.flowstan.bundle.Bundle;
import io.flowstan.flow.HostFlow;
import io.flowstan.reference.ReferenceHistograms;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.StreamWindow;
import io.flowstan.service.metrics.TaskMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the meters and live fidelity take of a task's thread for one flow, published once a batch of
 * 1,024.
 *
 * <p>Budget: 0 bytes a flow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MetersBenchmark {
  private static final int FLOWS = 1 << 14;
  private static final int BATCH = 1 << 10;

  private final HostFlow[] flows = new HostFlow[FLOWS];
  private final TaskMeters task =
      new ServiceMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).openTask();
  private final StreamWindow window;
  private int next;

  /** Compares with the shipped bundle's reference. */
  public MetersBenchmark() {
    try {
      window = task.window(null, ReferenceHistograms.of(Bundle.openDefault().manifest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws the flows. */
  @Setup
  public void draw() throws IOException {
    DrawnFlows.of(200, FLOWS).toArray(flows);
  }

  /** The next flow counted. */
  @Benchmark
  public int count() {
    HostFlow flow = flows[next & (FLOWS - 1)];
    task.count(flow);
    window.count(flow.flow(), flow.host(), next & 3);
    if ((++next & (BATCH - 1)) == 0) {
      task.publish();
    }
    return next;
  }
}
