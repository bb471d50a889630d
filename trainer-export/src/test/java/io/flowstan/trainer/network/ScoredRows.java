package io.flowstan.trainer.network;

import io.flowstan.bundle.Bundle;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.TargetColumns;
import io.flowstan.model.OnnxGraph;
import io.flowstan.testing.ModelRow;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;

/** A bundle's graphs as ONNX Runtime runs them on given rows. */
final class ScoredRows implements AutoCloseable {
  private final OnnxGraph context;
  private final OnnxGraph score;
  private final OnnxGraph step;
  private final OnnxGraph remember;
  private final int maxRows;

  ScoredRows(Bundle bundle, int maxRows) throws IOException {
    this.maxRows = maxRows;
    context = OnnxGraph.open(bundle, ModelContract.CONTEXT, maxRows);
    score = OnnxGraph.open(bundle, ModelContract.SCORE, maxRows);
    step = OnnxGraph.open(bundle, ModelContract.STEP, maxRows);
    remember = OnnxGraph.open(bundle, ModelContract.REMEMBER, maxRows);
  }

  /** Log-likelihood of each row's targets: float32 [N, 14]. */
  float[] score(List<ModelRow> rows, float[] profile) {
    fill(score, rows, profile);
    fillHistory(score, rows);
    for (int n = 0; n < rows.size(); n++) {
      score.longs(ModelContract.TARGETS).put(n * 14, rows.get(n).targets());
      score.floats(ModelContract.NUMBERS).put(n * 12, rows.get(n).numbers());
    }
    score.run(rows.size());
    float[] out = new float[rows.size() * TargetColumns.CLASSES];
    score.floatOutput(ModelContract.LOG_LIKELIHOOD).get(0, out);
    return out;
  }

  /** What is drawn after each row with these uniforms [N, 24]: float32 [N, 15]. */
  float[] step(List<ModelRow> rows, float[] profile, float[] uniforms) {
    fill(step, rows, profile);
    for (int n = 0; n < rows.size(); n++) {
      fillLatest(step, n, rows.get(n));
    }
    fillHistory(remember, rows);
    remember.run(rows.size());
    for (int layer = 0; layer < TinyModel.shape().layers().length; layer++) {
      String name = ModelContract.PAST + IncrementalLayers.flowsAgo(layer);
      int width = IncrementalLayers.inputWidth(TinyModel.shape(), layer);
      for (int n = 0; n < rows.size(); n++) {
        // the oldest
        int from = n * IncrementalLayers.flowsAgo(layer) * width;
        step.floats(name).put(n * width, remember.floatOutput(name), from, width);
      }
    }
    step.floats(ModelContract.UNIFORMS).put(0, uniforms);
    step.run(rows.size());
    float[] out = new float[rows.size() * 15];
    step.floatOutput(ModelContract.DRAWN).get(0, out);
    return out;
  }

  private void fill(OnnxGraph graph, List<ModelRow> rows, float[] profile) {
    if (rows.size() > maxRows) {
      throw new AssertionError(rows.size() + " rows: expected at most " + maxRows);
    }
    for (int n = 0; n < rows.size(); n++) {
      put(context.floats(ModelContract.TICKS), n, rows.get(n).ticks());
      put(context.floats(ModelContract.CALENDAR), n, rows.get(n).calendar());
    }
    context.run(rows.size());
    float[] vectors = new float[rows.size() * TinyModel.shape().context()];
    context.floatOutput(ModelContract.CONTEXT_VECTOR).get(0, vectors);
    graph.floats(ModelContract.CONTEXT_VECTOR).put(0, vectors);
    for (int n = 0; n < rows.size(); n++) {
      ModelRow row = rows.get(n);
      put(graph.floats(ModelContract.PEERS), n, row.peers());
      graph.longs(ModelContract.PEER_CODES).put(n * 192, row.peerCodes());
      put(graph.floats(ModelContract.REPLIES), n, row.replies());
      put(graph.floats(ModelContract.NOW), n, row.now());
      put(graph.floats(ModelContract.LAST_PORTS), n, row.lastPorts());
      put(graph.floats(ModelContract.PROFILE), n, profile);
    }
  }

  private static void fillHistory(OnnxGraph graph, List<ModelRow> rows) {
    for (int n = 0; n < rows.size(); n++) {
      put(graph.floats(ModelContract.HISTORY), n, rows.get(n).history());
      graph.longs(ModelContract.HISTORY_CODES).put(n * 96, rows.get(n).historyCodes());
    }
  }

  /** Row {@code n} of the last 8 flows, the last first. */
  static void fillLatest(OnnxGraph step, int n, ModelRow row) {
    int f = HostContext.ROW_FEATURES;
    int c = HostContext.ROW_CODES;
    for (int back = 1; back <= CodecSpec.REPLIES; back++) {
      int at = n * CodecSpec.REPLIES + back - 1;
      int from = CodecSpec.HISTORY - back;
      step.floats(ModelContract.LATEST).put(at * f, row.history(), from * f, f);
      step.longs(ModelContract.LATEST_CODES).put(at * c, row.historyCodes(), from * c, c);
    }
  }

  private static void put(FloatBuffer buffer, int n, float[] values) {
    buffer.put(n * values.length, values);
  }

  @Override
  public void close() {
    context.close();
    score.close();
    step.close();
    remember.close();
  }
}
