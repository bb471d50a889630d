package io.flowstan.benchmark;

import io.flowstan.bundle.Bundle;
import io.flowstan.codec.ModelContract;
import io.flowstan.model.OnnxGraph;
import io.flowstan.random.CounterRandom;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The step graph alone, which draws a flow for each row: hosts without a past, seeded uniforms.
 *
 * <p>Budget: 16 bytes a flow at 256 rows. ONNX Runtime's Java layer makes arrays of handles at each
 * run, whatever the number of rows; the tensors themselves are made once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepBenchmark {
  private static final int MAX_ROWS = 1_024;

  @SuppressWarnings("NullAway.Init")
  private OnnxGraph step;

  /** Opens the shipped model. */
  @Setup
  public void open() throws IOException {
    step = OnnxGraph.open(Bundle.openDefault(), ModelContract.STEP, MAX_ROWS);
    FloatBuffer uniforms = step.floats(ModelContract.UNIFORMS);
    for (int i = 0; i < uniforms.capacity(); i++) {
      uniforms.put(i, CounterRandom.uniform(1, i));
    }
  }

  /** Closes it. */
  @TearDown
  public void close() {
    step.close();
  }

  /** One host at a time: what a batch saves. */
  @Benchmark
  public OnnxGraph rows1() {
    step.run(1);
    return step;
  }

  /** 64 hosts at a time. */
  @Benchmark
  @OperationsPerInvocation(64)
  public OnnxGraph rows64() {
    step.run(64);
    return step;
  }

  /** 256 hosts at a time, as the engine does. */
  @Benchmark
  @OperationsPerInvocation(256)
  public OnnxGraph rows256() {
    step.run(256);
    return step;
  }

  /** 1,024 hosts at a time. */
  @Benchmark
  @OperationsPerInvocation(1_024)
  public OnnxGraph rows1024() {
    step.run(1_024);
    return step;
  }
}
