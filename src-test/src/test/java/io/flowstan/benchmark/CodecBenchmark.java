package io.flowstan.benchmark;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A host's flows through the codec: coded, given back, remembered.
 *
 * <p>Budgets: 16 bytes a flow to code and remember it (a context is made anew every 4,096 flows);
 * 96 bytes with decoding, of which 80 are the {@link Flow} itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private static final int FLOWS = 1 << 12;

  private final Flow[] flows = new Flow[FLOWS];
  private final CodedFlow coded = new CodedFlow();
  private int host;
  private int next;

  @SuppressWarnings("NullAway.Init")
  private FlowCodec codec;

  @SuppressWarnings("NullAway.Init")
  private HostContext context;

  /** Draws one host's flows. */
  @Setup
  public void draw() throws IOException {
    codec = EngineModel.open(null).codec();
    List<HostFlow> drawn = DrawnFlows.of(1, FLOWS);
    host = drawn.get(0).host();
    for (int i = 0; i < FLOWS; i++) {
      flows[i] = drawn.get(i).flow();
    }
    context = fresh();
  }

  /** Codes the next flow and remembers it, as training and scoring do. */
  @Benchmark
  public CodedFlow encodeAndObserve() {
    Flow flow = nextFlow();
    codec.encode(context, flow, coded);
    codec.observe(context, flow, coded);
    return coded;
  }

  /** The same, and the flow made again from its code, as the engine does. */
  @Benchmark
  public Flow encodeDecodeAndObserve() {
    Flow flow = nextFlow();
    codec.encode(context, flow, coded);
    Flow again = codec.decode(context, coded, flow.peerOf(host));
    codec.observe(context, again, coded);
    return again;
  }

  private Flow nextFlow() {
    if (next == FLOWS) {
      next = 0;
      context = fresh();
    }
    return flows[next++];
  }

  private HostContext fresh() {
    return new HostContext(host, flows[0].endSecond());
  }
}
