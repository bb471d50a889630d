package io.flowstan.trainer.stan;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.optimise.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** STAN with few channels and weights that a test chooses. */
public final class SmallStan {
  static final StanShape SHAPE = new StanShape(4, 6, 8);

  static final StanExtras EXTRAS =
      new StanExtras(
          999,
          List.of(
              new StanExtras.Extra(IpProtocol.TCP, TcpFlags.ACK, 0, 6),
              new StanExtras.Extra(IpProtocol.TCP, TcpFlags.SYN, 72, 2),
              new StanExtras.Extra(IpProtocol.UDP, 0, 0, 3),
              new StanExtras.Extra(IpProtocol.ICMP, 0, 0, 3),
              new StanExtras.Extra(IpProtocol.GRE, 0, 0, 1)));

  private SmallStan() {}

  /** The first weights of {@code seed}. */
  static Weights random(long seed) {
    Map<String, HostTensor.Floats> tensors = new LinkedHashMap<>();
    for (ParameterSpec spec : StanNetwork.parameters(SHAPE)) {
      tensors.put(spec.name(), new HostTensor.Floats(spec.initialValues(seed), spec.shape()));
    }
    return new Weights(tensors);
  }

  /** All weights 0: every class is as likely as the others, mixtures are as they begin. */
  static Weights indifferent() {
    Weights weights = random(1);
    weights.tensors().values().forEach(tensor -> Arrays.fill(tensor.values(), 0));
    return weights;
  }

  /** Puts all Gaussians of {@code attribute} at {@code number}. */
  static Weights with(Weights weights, StanAttribute attribute, double number) {
    StanNumber magnitude = java.util.Objects.requireNonNull(attribute.number());
    float[] bias = weights.tensor(StanNetwork.bias(attribute, "head")).values();
    for (int k = 0; k < StanNumber.COMPONENTS; k++) {
      double off = magnitude.scaled(number) - magnitude.centres()[k];
      bias[StanNumber.COMPONENTS + k] = (float) (off / magnitude.spreads()[k]);
    }
    return weights;
  }

  /** A bundle of hosts that are indifferent but to the time: about {@code gap} s a flow. */
  public static Bundle write(Path target, double gap) throws IOException {
    return write(target, with(indifferent(), StanAttribute.DELTA_T, gap));
  }

  static Bundle write(Path target, Weights weights) throws IOException {
    BundleWriter writer = new BundleWriter(StanModel.NAME);
    new StanExport(SHAPE, weights).addTo(writer);
    return writer
        .file(StanModel.EXTRAS, StanModel.bytes(EXTRAS))
        .section("provenance", Map.of("command", "a test"))
        .section("metrics", Map.of())
        .write(target);
  }
}
