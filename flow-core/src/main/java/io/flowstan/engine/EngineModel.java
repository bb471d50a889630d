package io.flowstan.engine;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.GraphSpec;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.ModelContract;
import io.flowstan.codec.SteeringColumns;
import io.flowstan.profile.ProfileDistribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that the engine can run: its codec, its profiles, and graphs whose tensors are those of
 * the model contract. Immutable, shared by all engines of a program.
 *
 * @param profileSize length of a profile, P
 * @param contextSize width of the context's vector
 * @param uniforms uniforms that a step consumes
 * @param pasts what a step is given of the steps before it
 * @param steered whether a step takes restraint and tilts of the {@link ProfileGovernor}
 */
public record EngineModel(
    Bundle bundle,
    FlowCodec codec,
    ProfileDistribution profiles,
    int profileSize,
    int contextSize,
    int uniforms,
    List<PastTensor> pasts,
    boolean steered) {

  /** The most uniforms that a step may consume. */
  static final int MAX_UNIFORMS = SimulatedHost.SPREAD_COUNTER;

  public EngineModel {
    pasts = List.copyOf(pasts);
  }

  /**
   * Opens the bundle at {@code location}, or the shipped one where that is null.
   *
   * @throws BundleException where a tensor of the contract is missing or has another shape
   */
  public static EngineModel open(@Nullable Path location) throws IOException {
    return of(location == null ? Bundle.openDefault() : Bundle.open(location));
  }

  /** Checks {@code bundle} against the contract. */
  public static EngineModel of(Bundle bundle) throws BundleException {
    FlowCodec codec = new FlowCodec(bundle.manifest().section("codec", CodecSpec.class));
    ProfileDistribution profiles = bundle.manifest().section("profiles", ProfileDistribution.class);
    GraphSpec step = bundle.manifest().graph(ModelContract.STEP);
    GraphSpec context = bundle.manifest().graph(ModelContract.CONTEXT);
    int uniforms = lastAxis(bundle, step, ModelContract.UNIFORMS);
    int contextSize = lastAxis(bundle, step, ModelContract.CONTEXT_VECTOR);
    if (uniforms > MAX_UNIFORMS) {
      throw new BundleException(
          bundle + ": a step takes " + uniforms + " uniforms: expected at most " + MAX_UNIFORMS);
    }
    Map<String, Integer> sizes =
        Map.ofEntries(
            Map.entry(ModelContract.LATEST, CodecSpec.REPLIES * HostContext.LATEST_BYTES),
            Map.entry(ModelContract.PEERS, CodecSpec.PEERS * HostContext.PEER_BYTES),
            Map.entry(ModelContract.SERVICES, codec.spec().serviceClasses()),
            Map.entry(ModelContract.NOW, HostContext.NOW_FEATURES),
            Map.entry(ModelContract.LAST_PORTS, 2),
            Map.entry(ModelContract.PROFILE, profiles.inputs()));
    for (Map.Entry<String, Integer> size : sizes.entrySet()) {
      check(bundle, ModelContract.STEP, input(bundle, step, size.getKey()), size.getValue());
    }
    check(
        bundle,
        ModelContract.CONTEXT,
        input(bundle, context, ModelContract.TICKS),
        CodecSpec.TICKS * HostContext.TICK_FEATURES);
    check(
        bundle,
        ModelContract.CONTEXT,
        input(bundle, context, ModelContract.CALENDAR),
        HostContext.CALENDAR_FEATURES);
    check(bundle, ModelContract.STEP, output(bundle, step, ModelContract.DRAWN), CodedFlow.COLUMNS);
    return new EngineModel(
        bundle,
        codec,
        profiles,
        profiles.inputs(),
        contextSize,
        uniforms,
        PastTensor.of(bundle),
        isSteered(bundle, step));
  }

  /** The same model with other profiles of the same features. */
  public EngineModel with(ProfileDistribution others) {
    return new EngineModel(
        bundle, codec, others, profileSize, contextSize, uniforms, pasts, steered);
  }

  /** SHA-256 of the bundle's manifest, hexadecimal: what the streams depend on. */
  public String digest() {
    return bundle.digest();
  }

  private static boolean isSteered(Bundle bundle, GraphSpec step) throws BundleException {
    boolean steered = step.inputs().stream().anyMatch(t -> t.name().equals(ModelContract.STEERING));
    if (steered) {
      TensorSpec tensor = input(bundle, step, ModelContract.STEERING);
      check(bundle, ModelContract.STEP, tensor, SteeringColumns.WIDTH);
    }
    return steered;
  }

  private static int lastAxis(Bundle bundle, GraphSpec graph, String name) throws BundleException {
    return Math.toIntExact(elements(input(bundle, graph, name)));
  }

  static TensorSpec input(Bundle bundle, GraphSpec graph, String name) throws BundleException {
    return named(bundle, "input", name, graph.inputs());
  }

  static TensorSpec output(Bundle bundle, GraphSpec graph, String name) throws BundleException {
    return named(bundle, "output", name, graph.outputs());
  }

  private static TensorSpec named(Bundle bundle, String kind, String name, List<TensorSpec> tensors)
      throws BundleException {
    return tensors.stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BundleException(
                    bundle
                        + ": no "
                        + kind
                        + " '"
                        + name
                        + "', which the model contract asks for"));
  }

  static void check(Bundle bundle, String graph, TensorSpec tensor, int expected)
      throws BundleException {
    if (elements(tensor) != expected) {
      throw new BundleException(
          bundle
              + ", graph '"
              + graph
              + "': tensor '"
              + tensor.name()
              + "' has "
              + elements(tensor)
              + " elements a row: expected "
              + expected
              + ", as this program's codec writes them");
    }
  }

  private static long elements(TensorSpec tensor) {
    return tensor.elementsPerRow();
  }
}
