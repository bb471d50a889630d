package io.flowstan.trainer.stan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.bundle.Bundle;
import io.flowstan.bundle.BundleException;
import io.flowstan.bundle.TensorSpec;
import io.flowstan.bundle.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bundle that holds STAN, its graphs and extras checked. */
public final class StanModel {
  /**
   * Its model's name. The programs that run the product's bundles print it where they refuse this
   * one.
   */
  static final String NAME = "STAN, a baseline that only evaluate --stan runs";

  /** The file of the bundle that holds the {@link StanExtras}. */
  static final String EXTRAS = "stan.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Bundle bundle;
  private final StanExtras extras;

  private StanModel(Bundle bundle, StanExtras extras) {
    this.bundle = bundle;
    this.extras = extras;
  }

  /**
   * Opens the bundle at {@code location}.
   *
   * @throws BundleException where it is none of STAN's
   */
  public static StanModel open(Path location) throws IOException {
    return of(Bundle.open(location));
  }

  static StanModel of(Bundle bundle) throws BundleException {
    if (!bundle.manifest().files().containsKey(EXTRAS)) {
      throw new BundleException(
          bundle + ": no file '" + EXTRAS + "': expected a bundle of train --architecture stan");
    }
    int numbers = StanNumber.values().length;
    check(
        bundle,
        StanExport.STEP,
        List.of(
            floats(StanExport.PREVIOUS, StanRow.PREVIOUS, StanAttribute.COLUMNS),
            floats(StanExport.UNIFORMS, StanSampler.UNIFORMS),
            floats(StanExport.NORMALS, StanSampler.NORMALS)),
        List.of(
            floats(StanExport.DRAWN, StanAttribute.COUNT),
            floats(StanExport.DRAWN_ROW, StanAttribute.COLUMNS),
            floats(StanExport.REDRAWS, numbers)));
    check(
        bundle,
        StanExport.SCORE,
        List.of(
            floats(StanExport.PREVIOUS, StanRow.PREVIOUS, StanAttribute.COLUMNS),
            floats(StanExport.ROW, StanAttribute.COLUMNS),
            tensor(StanExport.TARGETS, TensorType.INT64, StanAttribute.CLASSES),
            floats(StanExport.LN_WIDTHS, numbers)),
        List.of(
            floats(StanExport.LOG_LIKELIHOOD, StanAttribute.COUNT),
            floats(StanExport.MIXTURES, StanScorer.MIXTURE_COLUMNS)));
    try {
      return new StanModel(bundle, JSON.readValue(bundle.bytes(EXTRAS), StanExtras.class));
    } catch (JsonProcessingException e) {
      throw new BundleException(bundle + ", " + EXTRAS + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BundleException(bundle + ", " + EXTRAS + ": " + e.getMessage(), e);
    }
  }

  /** The content of the file of {@code extras}. */
  static byte[] bytes(StanExtras extras) {
    try {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(extras) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers can be written", e);
    }
  }

  /** SHA-256 of the bundle's manifest, hexadecimal. */
  public String digest() {
    return bundle.digest();
  }

  Bundle bundle() {
    return bundle;
  }

  StanExtras extras() {
    return extras;
  }

  private static TensorSpec floats(String name, long... row) {
    return tensor(name, TensorType.FLOAT32, row);
  }

  private static TensorSpec tensor(String name, TensorType type, long... row) {
    List<Long> shape = new ArrayList<>(List.of(TensorSpec.BATCH));
    for (long length : row) {
      shape.add(length);
    }
    return new TensorSpec(name, type, shape);
  }

  private static void check(
      Bundle bundle, String graph, List<TensorSpec> inputs, List<TensorSpec> outputs)
      throws BundleException {
    check(bundle, graph, "takes", bundle.manifest().graph(graph).inputs(), inputs);
    check(bundle, graph, "gives", bundle.manifest().graph(graph).outputs(), outputs);
  }

  private static void check(
      Bundle bundle, String graph, String verb, List<TensorSpec> found, List<TensorSpec> expected)
      throws BundleException {
    if (!found.equals(expected)) {
      throw new BundleException(
          "%s, graph '%s' %s %s: expected %s".formatted(bundle, graph, verb, found, expected));
    }
  }
}
