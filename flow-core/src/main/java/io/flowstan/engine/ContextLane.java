package io.flowstan.engine;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session of the graph {@code context} and its buffers: gives hosts that entered another
 * five-minute tick the vector of their last three hours.
 */
final class ContextLane implements AutoCloseable {
  private final EngineModel model;
  private final OnnxGraph graph;
  private final FloatBuffer ticks;
  private final FloatBuffer calendar;
  private final FloatBuffer vectors;
  private final SimulatedHost[] stale;

  ContextLane(EngineModel model, int maxRows, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    this.model = model;
    graph = OnnxGraph.open(model.bundle(), ModelContract.CONTEXT, maxRows, provider, warnings);
    ticks = graph.floats(ModelContract.TICKS);
    calendar = graph.floats(ModelContract.CALENDAR);
    vectors = graph.floatOutput(ModelContract.CONTEXT_VECTOR);
    stale = new SimulatedHost[maxRows];
  }

  /** Refreshes those of the hosts {@code from .. to-1} whose vector is another tick's. */
  void refresh(List<SimulatedHost> hosts, int from, int to) {
    int rows = 0;
    for (int i = from; i < to; i++) {
      SimulatedHost host = hosts.get(i);
      if (host.contextTick != host.context.tick()) {
        host.context.writeTicks(ticks, rows * CodecSpec.TICKS * HostContext.TICK_FEATURES);
        host.context.writeCalendar(
            model.codec().spec(), calendar, rows * HostContext.CALENDAR_FEATURES);
        stale[rows++] = host;
      }
    }
    if (rows == 0) {
      return;
    }
    graph.run(rows);
    for (int row = 0; row < rows; row++) {
      SimulatedHost host = stale[row];
      vectors.get(row * model.contextSize(), host.contextVector);
      host.contextTick = host.context.tick();
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
