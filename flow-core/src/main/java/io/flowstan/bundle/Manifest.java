package io.flowstan.bundle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The content of {@code manifest.json}: what a bundle holds, how its tensors are laid out, and
 * where it came from.
 *
 * @param formatVersion of the bundle, {@value #FORMAT_VERSION} today
 * @param name of the model, for people
 * @param provenance data digest, command, seed, versions
 * @param graphs by name
 * @param files SHA-256, 64 lower-case hexadecimal digits, by file name
 * @param codec attributes and how they become tensors
 * @param profiles distribution of host profiles
 * @param reference histograms of the training data
 * @param metrics of the trained model
 */
public record Manifest(
    int formatVersion,
    String name,
    JsonNode provenance,
    Map<String, GraphSpec> graphs,
    Map<String, String> files,
    JsonNode codec,
    JsonNode profiles,
    JsonNode reference,
    JsonNode metrics) {
  /** The version that this program reads and writes. */
  public static final int FORMAT_VERSION = 6;

  /** Plain file names only: a bundle has no folders, and no name leads out of it. */
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public Manifest {
    if (name == null || graphs == null || files == null) {
      throw new IllegalArgumentException("expected the fields name, graphs and files");
    }
    graphs = Collections.unmodifiableMap(new TreeMap<>(graphs));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    provenance = orNull(provenance);
    codec = orNull(codec);
    profiles = orNull(profiles);
    reference = orNull(reference);
    metrics = orNull(metrics);
    for (Map.Entry<String, String> file : files.entrySet()) {
      checkFileName(file.getKey());
      if (!DIGEST.matcher(file.getValue()).matches()) {
        throw new IllegalArgumentException(
            "files.%s = \"%s\": expected a SHA-256 of 64 lower-case hexadecimal digits"
                .formatted(file.getKey(), file.getValue()));
      }
    }
    for (Map.Entry<String, GraphSpec> graph : graphs.entrySet()) {
      checkListed(graph.getKey(), graph.getValue().file(), files);
      for (String data : graph.getValue().externalData()) {
        checkListed(graph.getKey(), data, files);
      }
    }
  }

  /** The graph {@code name}. */
  public GraphSpec graph(String name) throws BundleException {
    GraphSpec graph = graphs.get(name);
    if (graph == null) {
      throw new BundleException(
          "model '%s': no graph '%s', only %s".formatted(this.name, name, graphs.keySet()));
    }
    return graph;
  }

  /**
   * The section {@code codec}, {@code profiles}, {@code reference}, {@code metrics} or {@code
   * provenance} as a record of the package that understands it.
   */
  @JsonIgnore
  public <T> T section(String section, Class<T> type) throws BundleException {
    JsonNode node =
        switch (section) {
          case "codec" -> codec;
          case "profiles" -> profiles;
          case "reference" -> reference;
          case "metrics" -> metrics;
          case "provenance" -> provenance;
          default -> MissingNode.getInstance();
        };
    if (node.isNull() || node.isMissingNode()) {
      throw new BundleException(
          "model '%s': the manifest has no section '%s'".formatted(name, section));
    }
    return ManifestJson.bind(node, type, "model '%s', section '%s'".formatted(name, section));
  }

  static void checkFileName(String file) {
    if (!FILE.matcher(file).matches()) {
      throw new IllegalArgumentException(
          "file '" + file + "': expected letters, digits, '.', '_', '-' and no folder");
    }
  }

  private static void checkListed(String graph, String file, Map<String, String> files) {
    if (!files.containsKey(file)) {
      throw new IllegalArgumentException(
          "graph '%s' names the file '%s', which is not among the files %s"
              .formatted(graph, file, files.keySet()));
    }
  }

  private static JsonNode orNull(JsonNode node) {
    return node == null ? NullNode.getInstance() : node;
  }
}
