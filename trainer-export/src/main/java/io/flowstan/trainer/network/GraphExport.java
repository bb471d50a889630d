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
import java.util.function.BiConsumer;

/**
 * Records the trained network as the three graphs of the model contract, with one file of weights
 * between them.
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
    NetworkInputs<OnnxValue> windows = windows(ops);
    OnnxValue uniforms =
        ops.input(ModelContract.UNIFORMS, TensorType.FLOAT32, -1, Sampler.UNIFORMS);
    Sampler<OnnxValue> sampler = new Sampler<>(ops, uniforms);
    OnnxValue drawn = network.run(windows, sampler).columns(ops);
    if (sampler.used() > Sampler.UNIFORMS) {
      throw new IllegalStateException(
          sampler.used() + " uniforms a flow: the input has " + Sampler.UNIFORMS);
    }
    ops.output(ModelContract.DRAWN, ops.reshape(drawn, -1, CodedFlow.COLUMNS));
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

  private NetworkInputs<OnnxValue> windows(OnnxOps ops) {
    OnnxValue history =
        ops.input(
            ModelContract.HISTORY,
            TensorType.FLOAT32,
            -1,
            CodecSpec.HISTORY,
            HostContext.ROW_FEATURES);
    OnnxValue historyCodes =
        ops.input(
            ModelContract.HISTORY_CODES,
            TensorType.INT64,
            -1,
            CodecSpec.HISTORY,
            HostContext.ROW_CODES);
    OnnxValue peers =
        ops.input(
            ModelContract.PEERS,
            TensorType.FLOAT32,
            -1,
            CodecSpec.PEERS,
            HostContext.PEER_FEATURES);
    OnnxValue peerCodes =
        ops.input(
            ModelContract.PEER_CODES, TensorType.INT64, -1, CodecSpec.PEERS, HostContext.ROW_CODES);
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
    return new NetworkInputs.Windows<>(
        history,
        historyCodes,
        peerCodes,
        new NetworkInputs.Moment<>(peers, replies, now, lastPorts, context, profile));
  }
}
