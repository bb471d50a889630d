package io.flowstan.engine;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.GraphSpec;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a step is given of an earlier step of its host: the input {@code past_d} is what
 * the output {@code present_d} was d flows ago. Which there are, the bundle says.
 *
 * @param flowsAgo d
 * @param width floats a host
 */
public record PastTensor(int flowsAgo, int width) {

  /** The input of {@code step}, float32 [N, width]; as output of {@code remember} [N, d, width]. */
  String past() {
    return ModelContract.PAST + flowsAgo;
  }

  /** The output of {@code step}, float32 [N, width]. */
  String present() {
    return ModelContract.PRESENT + flowsAgo;
  }

  /** What the graphs of {@code bundle} remember; empty where they remember nothing. */
  static List<PastTensor> of(Bundle bundle) throws BundleException {
    GraphSpec step = bundle.manifest().graph(ModelContract.STEP);
    List<PastTensor> pasts = new ArrayList<>();
    for (TensorSpec input : step.inputs()) {
      if (input.name().startsWith(ModelContract.PAST)) {
        pasts.add(of(bundle, input));
      }
    }
    if (!pasts.isEmpty()) {
      GraphSpec remember = bundle.manifest().graph(ModelContract.REMEMBER);
      EngineModel.check(
          bundle,
          ModelContract.REMEMBER,
          EngineModel.input(bundle, remember, ModelContract.HISTORY),
          CodecSpec.HISTORY * HostContext.ROW_BYTES);
      for (PastTensor past : pasts) {
        EngineModel.check(
            bundle,
            ModelContract.STEP,
            EngineModel.output(bundle, step, past.present()),
            past.width);
        EngineModel.check(
            bundle,
            ModelContract.REMEMBER,
            EngineModel.output(bundle, remember, past.past()),
            past.flowsAgo * past.width);
      }
    }
    return List.copyOf(pasts);
  }

  private static PastTensor of(Bundle bundle, TensorSpec input) throws BundleException {
    String ago = input.name().substring(ModelContract.PAST.length());
    if (!ago.matches("[1-9][0-9]?") || Integer.parseInt(ago) >= CodecSpec.HISTORY) {
      throw new BundleException(
          "%s, graph '%s': input '%s': expected %s1 to %s%d, as a host keeps the rows of its last %d flows"
              .formatted(
                  bundle,
                  ModelContract.STEP,
                  input.name(),
                  ModelContract.PAST,
                  ModelContract.PAST,
                  CodecSpec.HISTORY - 1,
                  CodecSpec.HISTORY));
    }
    return new PastTensor(Integer.parseInt(ago), Math.toIntExact(input.elementsPerRow()));
  }
}
