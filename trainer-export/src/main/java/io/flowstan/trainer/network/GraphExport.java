package io.flowstan.trainer.network;

import io.flowstan.bundle.BundleWriter;
import io.flowstan.bundle.TensorType;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.codec.TargetColumns;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.optimise.Weights;
import io.flowstan.trainer.tensor.OnnxOps;
import io.flowstan.trainer.tensor.OnnxValue;
import io.flowstan.trainer.tensor.WeightsFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /**
   * The graphs of weights that are kept somewhere.
   *
   * @param stored the values of a parameter by its name, row-major; null where there is none
   * @throws IllegalArgumentException where a parameter of the network is missing or has another
   *     number of values
   */
  public static GraphExport ofStored(
      NetworkShape shape, Function<String, float @Nullable []> stored) {
    Map<String, HostTensor.Floats> tensors = new LinkedHashMap<>();
    for (ParameterSpec parameter : NetworkParameters.of(shape)) {
      float[] values = stored.apply(parameter.name());
      if (values == null || values.length != parameter.size()) {
        throw new IllegalArgumentException(
            "parameter '%s': %s values, expected %d: the weights of another network, which has to be trained anew"
                .formatted(
                    parameter.name(), values == null ? "no" : values.length, parameter.size()));
      }
      tensors.put(parameter.name(), new HostTensor.Floats(values, parameter.shape()));
    }
    return new GraphExport(shape, new Weights(tensors));
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
    OnnxOps ops = new OnnxOps(name, weights, OnnxOps.VECTOR);
    graph.accept(ops, new FlowNetwork<>(ops, shape));
    byte[] model = ops.build();
    bundle.graph(name, ops.spec(name + ".onnx"), model);
  }

  private void context(OnnxOps ops, FlowNetwork<OnnxValue> network) {
    OnnxValue ticks =
        ops.input(
            ModelContract.TICKS, TensorType.UINT8, -1, CodecSpec.TICKS, HostContext.TICK_FEATURES);
    OnnxValue calendar =
        ops.input(ModelContract.CALENDAR, TensorType.FLOAT32, -1, HostContext.CALENDAR_FEATURES);
    ops.output(
        ModelContract.CONTEXT_VECTOR, network.context(new PastRows<>(ops).all(ticks), calendar));
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
    List<OnnxValue> pasts = new IncrementalLayers<>(network).pasts(history(ops));
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
        history(ops), newest(ops), peers(ops), moment(ops, Steering.none(ops)));
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
        newest(ops),
        pasts,
        peers(ops),
        moment(
            ops, ops.input(ModelContract.STEERING, TensorType.FLOAT32, -1, SteeringColumns.WIDTH)));
  }

  private static OnnxValue history(OnnxOps ops) {
    return ops.input(
        ModelContract.HISTORY, TensorType.UINT8, -1, CodecSpec.HISTORY, HostContext.ROW_BYTES);
  }

  private static OnnxValue newest(OnnxOps ops) {
    return ops.input(
        ModelContract.LATEST, TensorType.UINT8, -1, CodecSpec.REPLIES, HostContext.LATEST_BYTES);
  }

  private static OnnxValue peers(OnnxOps ops) {
    return ops.input(
        ModelContract.PEERS, TensorType.UINT8, -1, CodecSpec.PEERS, HostContext.PEER_BYTES);
  }

  private NetworkInputs.Moment<OnnxValue> moment(OnnxOps ops, OnnxValue steering) {
    OnnxValue services =
        ops.input(ModelContract.SERVICES, TensorType.UINT8, -1, shape.codec().serviceClasses());
    OnnxValue now = ops.input(ModelContract.NOW, TensorType.FLOAT32, -1, HostContext.NOW_FEATURES);
    OnnxValue lastPorts = ops.input(ModelContract.LAST_PORTS, TensorType.FLOAT32, -1, 2);
    OnnxValue context =
        ops.input(ModelContract.CONTEXT_VECTOR, TensorType.FLOAT32, -1, shape.context());
    OnnxValue profile = ops.input(ModelContract.PROFILE, TensorType.FLOAT32, -1, shape.profile());
    return new NetworkInputs.Moment<>(
        ops.toFloat(services), now, lastPorts, context, profile, steering);
  }
}
