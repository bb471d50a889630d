package io.flowstan.trainer.network;

import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleWriter;
import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.FlowCodec;
import io.flowstan.flow.Flow;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.profile.RateCalibration;
import io.flowstan.testing.CodecGolden;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.SmallVocabulary;
import io.flowstan.trainer.data.HostSequence;
import io.flowstan.trainer.optimise.HostTensor;
import io.flowstan.trainer.optimise.ParameterSpec;
import io.flowstan.trainer.optimise.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of the product's build, a tenth its size, with random weights and small vocabularies.
 */
public final class TinyModel {
  public static final int PROFILE = 2;

  private TinyModel() {}

  public static CodecSpec codec() {
    return SmallVocabulary.spec();
  }

  public static NetworkShape shape() {
    return new NetworkShape(codec(), PROFILE, 4, 2, 8, new int[] {8, 8, 8, 12, 16}, 6, 24, 12);
  }

  /** The first weights of {@code seed}, biases included, all times {@code scale}. */
  public static Weights weights(long seed, float scale) {
    return weights(shape(), seed, scale);
  }

  /** The same for a network of {@code shape}. */
  static Weights weights(NetworkShape shape, long seed, float scale) {
    Map<String, HostTensor.Floats> tensors = new LinkedHashMap<>();
    for (ParameterSpec spec : NetworkParameters.of(shape)) {
      float[] values = spec.initialValues(seed);
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale;
      }
      tensors.put(spec.name(), new HostTensor.Floats(values, spec.shape()));
    }
    return new Weights(tensors);
  }

  public static ProfileDistribution profiles() {
    return new ProfileDistribution(
        List.of(ProfileDistribution.LN_FLOWS_PER_DAY, "share"),
        List.of(List.of(4.0, 8.0, 10.0), List.of(-1.0, 2.0)),
        List.of(
            new ProfileDistribution.Kind(
                1, List.of(0.0, 0.0), List.of(List.of(1.0), List.of(0.6, 0.8)))),
        List.of(7.0, 0.0),
        List.of(2.0, 1.0),
        RateCalibration.NONE);
  }

  /** The bundle of these weights, in {@code folder}. */
  public static Bundle bundle(Path folder, Weights weights) throws IOException {
    return bundle(folder, shape(), weights);
  }

  /** The same of a network of {@code shape}. */
  static Bundle bundle(Path folder, NetworkShape shape, Weights weights) throws IOException {
    BundleWriter writer = new BundleWriter("tiny");
    new GraphExport(shape, weights).addTo(writer);
    return writer
        .section("codec", codec())
        .section("profiles", profiles())
        .write(folder.resolve("tiny.zip"));
  }

  /** A host's story as training sees it. */
  public static HostSequence sequence(long seed, int flows) {
    return sequence(HostStory.of(codec(), seed, flows));
  }

  public static HostSequence sequence(List<Flow> flows) {
    return HostSequence.of(
        new FlowCodec(codec()), HostStory.HOST, CodecGolden.START_SECOND, flows, profile());
  }

  public static float[] profile() {
    return new float[] {0.5f, -1};
  }
}
