package io.flowstan.engine;

import io.flowstan.codec.ModelContract;
import io.flowstan.model.ByteRows;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.model.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session of the graph {@code remember} and its buffers: gives hosts that were just begun or
 * restored the past that their last flows make.
 */
final class RememberLane implements AutoCloseable {
  /** Hosts at once: the graph convolves whole windows, so its results are large. */
  private static final int BATCH = 64;

  private final List<PastTensor> tensors;
  private final OnnxGraph graph;
  private final ByteRows history;
  private final FloatBuffer[] past;
  private final SimulatedHost[] waiting = new SimulatedHost[BATCH];

  RememberLane(EngineModel model, ExecutionProvider provider, Consumer<String> warnings)
      throws IOException {
    tensors = model.pasts();
    graph = OnnxGraph.open(model.bundle(), ModelContract.REMEMBER, BATCH, provider, warnings);
    history = graph.byteRows(ModelContract.HISTORY);
    past =
        tensors.stream()
            .map(tensor -> graph.floatOutput(tensor.past()))
            .toArray(FloatBuffer[]::new);
  }

  /** Gives a past to those of the hosts {@code from .. to-1} that have none. */
  void refresh(List<SimulatedHost> hosts, int from, int to) {
    int rows = 0;
    for (int i = from; i < to; i++) {
      SimulatedHost host = hosts.get(i);
      if (host.past == null) {
        host.context.writeHistory(history.row(), 0);
        history.put(rows);
        waiting[rows++] = host;
        if (rows == BATCH) {
          run(rows);
          rows = 0;
        }
      }
    }
    if (rows > 0) {
      run(rows);
    }
  }

  private void run(int rows) {
    graph.run(rows);
    for (int row = 0; row < rows; row++) {
      HostPast made = new HostPast(tensors);
      made.fill(past, row);
      waiting[row].past = made;
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
