package io.flowstan.trainer.network;

import io.flowstan.bundle.BundleWriter;
import io.flowstan.bundle.TensorType;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.TargetColumns;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.tensor.OnnxOps;
import io.flowstan.trainer.tensor.OnnxValue;
import io.flowstan.trainer.tensor.WeightsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Records the trained network as the graphs of the model contract, with one file of weights between
 * them.
 */
public final class GraphExport {
  private static final String WEIGHTS = "weights.bin";

  private final NetworkShape shape;
  private final WeightsFile weights = new WeightsFile(WEIGHTS);

  public GraphExport(NetworkShape shape, Weights weights) {
    this.shape = shape;
    weights
        .tensors()
        .forEach((name, tensor) -> this.weights.add(name, tensor.values(), tensor.shape()));
  }

  /** Adds the graphs and the weights to {@code bundle}. */
  public void addTo(BundleWriter bundle) {
    bundle.file(WEIGHTS, weights.bytes());
    add(bundle, ModelContract.CONTEXT, this::context);
    add(bundle, ModelContract.REMEMBER, this::remember);
    add(bundle, ModelContract.STEP, this::step);
    add(bundle, ModelContract.SCORE, this::score);
  }

  private void add(
      BundleWriter bundle, String name, BiConsumer<OnnxOps, FlowNetwork<OnnxValue>> graph) {
    OnnxOps ops = new OnnxOps(name, weights);
    graph.accept(ops, new FlowNetwork<>(ops, shape));
    byte[] model = ops.build();
    bundle.graph(name, ops.spec(name + ".onnx"), model);
  }

  private void context(OnnxOps ops, FlowNetwork<OnnxValue> network) {
    OnnxValue ticks =
        ops.input(
            ModelContract.TICKS,
            TensorType.FLOAT32,
            -1,
            CodecSpec.TICKS,
            HostContext.TICK_FEATURES);
    OnnxValue calendar =
        ops.input(ModelContract.CALENDAR, TensorType.FLOAT32, -1, HostContext.CALENDAR_FEATURES);
    ops.output(ModelContract.CONTEXT_VECTOR, network.context(ticks, calendar));
  }

  private void step(OnnxOps ops, FlowNetwork<OnnxValue> network) {
    NetworkInputs.Latest<OnnxValue> latest = latest(ops);
    OnnxValue uniforms =
        ops.input(ModelContract.UNIFORMS, TensorType.FLOAT32, -1, Sampler.UNIFORMS);
    Sampler<OnnxValue> sampler = new Sampler<>(ops, uniforms);
    OnnxValue drawn = network.run(latest, sampler).columns(ops);
    if (sampler.used() > Sampler.UNIFORMS) {
      throw new IllegalStateException(
          sampler.used() + " uniforms a flow: the input has " + Sampler.UNIFORMS);
    }
    ops.output(ModelContract.DRAWN, ops.reshape(drawn, -1, CodedFlow.COLUMNS));
    List<OnnxValue> newest = latest.newest(network);
    for (int layer = 0; layer < shape.layers().length; layer++) {
      ops.output(
          ModelContract.PRESENT + IncrementalLayers.flowsAgo(layer),
          ops.reshape(newest.get(layer), -1, IncrementalLayers.inputWidth(shape, layer)));
    }
  }

  private void remember(OnnxOps ops, FlowNetwork<OnnxValue> network) {
    List<OnnxValue> pasts = new IncrementalLayers<>(network).pasts(history(ops), historyCodes(ops));
    for (int layer = 0; layer < pasts.size(); layer++) {
      ops.output(ModelContract.PAST + IncrementalLayers.flowsAgo(layer), pasts.get(layer));
    }
  }

  private void score(OnnxOps ops, FlowNetwork<OnnxValue> network) {
    NetworkInputs<OnnxValue> windows = windows(ops);
    OnnxValue targets =
        ops.input(ModelContract.TARGETS, TensorType.INT64, -1, TargetColumns.CLASSES);
    OnnxValue numbers =
        ops.input(ModelContract.NUMBERS, TensorType.FLOAT32, -1, TargetColumns.NUMBERS);
    Scorer<OnnxValue> scorer = new Scorer<>(ops, shape, targets, numbers);
    network.run(windows, scorer);
    ops.output(ModelContract.LOG_LIKELIHOOD, ops.reshape(scorer.all(), -1, TargetColumns.CLASSES));
  }

  private NetworkInputs.Windows<OnnxValue> windows(OnnxOps ops) {
    return new NetworkInputs.Windows<>(
        history(ops), historyCodes(ops), peerCodes(ops), moment(ops));
  }

  private NetworkInputs.Latest<OnnxValue> latest(OnnxOps ops) {
    List<OnnxValue> pasts = new ArrayList<>();
    for (int layer = 0; layer < shape.layers().length; layer++) {
      pasts.add(
          ops.input(
              ModelContract.PAST + IncrementalLayers.flowsAgo(layer),
              TensorType.FLOAT32,
              -1,
              IncrementalLayers.inputWidth(shape, layer)));
    }
    return new NetworkInputs.Latest<>(
        ops.input(
            ModelContract.LATEST,
            TensorType.FLOAT32,
            -1,
            CodecSpec.REPLIES,
            HostContext.ROW_FEATURES),
        ops.input(
            ModelContract.LATEST_CODES,
            TensorType.INT64,
            -1,
            CodecSpec.REPLIES,
            HostContext.ROW_CODES),
        pasts,
        peerCodes(ops),
        moment(ops));
  }

  private static OnnxValue history(OnnxOps ops) {
    return ops.input(
        ModelContract.HISTORY, TensorType.FLOAT32, -1, CodecSpec.HISTORY, HostContext.ROW_FEATURES);
  }

  private static OnnxValue historyCodes(OnnxOps ops) {
    return ops.input(
        ModelContract.HISTORY_CODES,
        TensorType.INT64,
        -1,
        CodecSpec.HISTORY,
        HostContext.ROW_CODES);
  }

  private static OnnxValue peerCodes(OnnxOps ops) {
    return ops.input(
        ModelContract.PEER_CODES, TensorType.INT64, -1, CodecSpec.PEERS, HostContext.ROW_CODES);
  }

  private NetworkInputs.Moment<OnnxValue> moment(OnnxOps ops) {
    OnnxValue peers =
        ops.input(
            ModelContract.PEERS,
            TensorType.FLOAT32,
            -1,
            CodecSpec.PEERS,
            HostContext.PEER_FEATURES);
    OnnxValue replies =
        ops.input(
            ModelContract.REPLIES,
            TensorType.FLOAT32,
            -1,
            CodecSpec.REPLIES,
            HostContext.REPLY_FEATURES);
    OnnxValue now = ops.input(ModelContract.NOW, TensorType.FLOAT32, -1, HostContext.NOW_FEATURES);
    OnnxValue lastPorts = ops.input(ModelContract.LAST_PORTS, TensorType.FLOAT32, -1, 2);
    OnnxValue context =
        ops.input(ModelContract.CONTEXT_VECTOR, TensorType.FLOAT32, -1, shape.context());
    OnnxValue profile = ops.input(ModelContract.PROFILE, TensorType.FLOAT32, -1, shape.profile());
    return new NetworkInputs.Moment<>(peers, replies, now, lastPorts, context, profile);
  }
}
