package io.flowstan.benchmark;

import io.flowstan.flow.HostFlow;
import io.flowstan.service.wire.FlowEncoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A flow into framed Avro.
 *
 * <p>Budget: 112 bytes a flow, which is the value's own array (about 85 bytes, 16 of header,
 * padding) and nothing beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncoderBenchmark {
  private static final int FLOWS = 1 << 14;

  private final HostFlow[] flows = new HostFlow[FLOWS];
  private final FlowEncoder encoder = new FlowEncoder(1);
  private int next;

  /** Draws the flows. */
  @Setup
  public void draw() throws IOException {
    DrawnFlows.of(200, FLOWS).toArray(flows);
  }

  /** The next flow's bytes. */
  @Benchmark
  public byte[] encode() {
    return encoder.encode(flows[next++ & (FLOWS - 1)]);
  }
}
