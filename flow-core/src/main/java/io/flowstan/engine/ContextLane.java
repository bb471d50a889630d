package io.flowstan.engine;

import io.flowstan.codec.ModelContract;
import io.flowstan.model.ByteRows;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.FloatRows;
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
  private final ByteRows ticks;
  private final FloatRows calendar;
  private final FloatBuffer vectors;
  private final SimulatedHost[] stale;

  ContextLane(EngineModel model, int maxRows, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    this.model = model;
    graph = OnnxGraph.open(model.bundle(), ModelContract.CONTEXT, maxRows, provider, warnings);
    ticks = graph.byteRows(ModelContract.TICKS);
    calendar = graph.floatRows(ModelContract.CALENDAR);
    vectors = graph.floatOutput(ModelContract.CONTEXT_VECTOR);
    stale = new SimulatedHost[maxRows];
  }

  /** Refreshes those of the hosts {@code from .. to-1} whose vector is another tick's. */
  void refresh(List<SimulatedHost> hosts, int from, int to) {
    int rows = 0;
    for (int i = from; i < to; i++) {
      SimulatedHost host = hosts.get(i);
      if (host.contextTick != host.context.tick()) {
        host.context.writeTicks(ticks.row(), 0);
        ticks.put(rows);
        host.context.writeCalendar(model.codec().spec(), calendar.row(), 0);
        calendar.put(rows);
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
