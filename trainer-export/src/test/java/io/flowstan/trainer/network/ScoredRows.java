package io.flowstan.trainer.network;

import io.flowstan.bundle.Bundle;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.codec.TargetColumns;
import io.flowstan.model.OnnxGraph;
import io.flowstan.testing.ModelRow;
import java.io.IOException;
import java.nio.ByteBuffer;
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
    return step(rows, profile, new float[SteeringColumns.WIDTH], uniforms);
  }

  /** The same where all hosts are steered by {@code steering}, as {@link SteeringColumns} says. */
  float[] step(List<ModelRow> rows, float[] profile, float[] steering, float[] uniforms) {
    fill(step, rows, profile);
    for (int n = 0; n < rows.size(); n++) {
      put(step.floats(ModelContract.STEERING), n, steering);
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
      put(context.bytes(ModelContract.TICKS), n, rows.get(n).tickBytes());
      put(context.floats(ModelContract.CALENDAR), n, rows.get(n).calendar());
    }
    context.run(rows.size());
    float[] vectors = new float[rows.size() * TinyModel.shape().context()];
    context.floatOutput(ModelContract.CONTEXT_VECTOR).get(0, vectors);
    graph.floats(ModelContract.CONTEXT_VECTOR).put(0, vectors);
    for (int n = 0; n < rows.size(); n++) {
      ModelRow row = rows.get(n);
      put(graph.bytes(ModelContract.PEERS), n, row.peerBytes());
      fillLatest(graph, n, row);
      put(graph.bytes(ModelContract.SERVICES), n, row.serviceBytes());
      put(graph.floats(ModelContract.NOW), n, row.now());
      put(graph.floats(ModelContract.LAST_PORTS), n, row.lastPorts());
      put(graph.floats(ModelContract.PROFILE), n, profile);
    }
  }

  private static void fillHistory(OnnxGraph graph, List<ModelRow> rows) {
    for (int n = 0; n < rows.size(); n++) {
      put(graph.bytes(ModelContract.HISTORY), n, rows.get(n).historyBytes());
    }
  }

  /** Row {@code n} of the last 8 flows, the last first. */
  static void fillLatest(OnnxGraph graph, int n, ModelRow row) {
    put(graph.bytes(ModelContract.LATEST), n, row.latestBytes());
  }

  private static void put(ByteBuffer buffer, int n, byte[] values) {
    buffer.put(n * values.length, values);
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
