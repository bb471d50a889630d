package io.flowstan.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Collects a model's files and sections and writes them as a bundle, whole or not at all: beside
 * the target first, then moved. Equal content gives equal bytes.
 */
public final class BundleWriter {
  private static final List<String> SECTIONS =
      List.of("provenance", "codec", "profiles", "reference", "metrics");

  private final String name;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, GraphSpec> graphs = new TreeMap<>();
  private final Map<String, JsonNode> sections = new TreeMap<>();

  /** A bundle of the model {@code name}, empty so far. */
  public BundleWriter(String name) {
    this.name = name;
  }

  /** A bundle with all that {@code bundle} holds; its sections may be set anew. */
  public static BundleWriter of(Bundle bundle) {
    BundleWriter copy = withoutGraphs(bundle);
    Manifest manifest = bundle.manifest();
    manifest.files().keySet().forEach(file -> copy.file(file, bundle.bytes(file)));
    copy.graphs.putAll(manifest.graphs());
    return copy;
  }

  /** A bundle with the sections of {@code bundle}, but without its graphs and other files. */
  public static BundleWriter withoutGraphs(Bundle bundle) {
    Manifest manifest = bundle.manifest();
    BundleWriter copy = new BundleWriter(manifest.name());
    copy.sections.put("provenance", manifest.provenance());
    copy.sections.put("codec", manifest.codec());
    copy.sections.put("profiles", manifest.profiles());
    copy.sections.put("reference", manifest.reference());
    copy.sections.put("metrics", manifest.metrics());
    return copy;
  }

  /** Adds a file. */
  public BundleWriter file(String file, byte[] content) {
    Manifest.checkFileName(file);
    if (file.equals(Bundle.MANIFEST)
        || file.equals(Bundle.MANIFEST_DIGEST)
        || files.putIfAbsent(file, content.clone()) != null) {
      throw new IllegalArgumentException("file '" + file + "': in the bundle already");
    }
    return this;
  }

  /** Adds a graph and its file; its external data are added as files. */
  public BundleWriter graph(String graph, GraphSpec spec, byte[] model) {
    file(spec.file(), model);
    graphs.put(graph, spec);
    return this;
  }

  /** Sets provenance, codec, profiles, reference or metrics to {@code content} as JSON. */
  public BundleWriter section(String section, Object content) {
    if (!SECTIONS.contains(section)) {
      throw new IllegalArgumentException("section '" + section + "': expected one of " + SECTIONS);
    }
    sections.put(section, ManifestJson.tree(content));
    return this;
  }

  /**
   * Writes the bundle to {@code target}, a zip file where the name ends so, else a folder. A bundle
   * that is there is replaced; anything else that is there is left alone and refused.
   */
  public Bundle write(Path target) throws IOException {
    Map<String, byte[]> all = new TreeMap<>(files);
    byte[] manifest = ManifestJson.write(manifest());
    all.put(Bundle.MANIFEST, manifest);
    all.put(Bundle.MANIFEST_DIGEST, Bundle.digestLine(manifest));
    Path absolute = target.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new BundleException("bundle " + target + ": expected a place inside a folder");
    }
    Files.createDirectories(parent);
    Path beside = Files.createTempDirectory(parent, "." + absolute.getFileName() + ".");
    try {
      Path written = beside.resolve("new");
      if (target.toString().endsWith(".zip")) {
        writeZip(written, all);
        Files.move(written, absolute, StandardCopyOption.ATOMIC_MOVE);
      } else {
        writeFolder(written, all);
        replaceFolder(written, absolute, beside.resolve("old"));
      }
    } finally {
      deleteAll(beside);
    }
    return Bundle.open(target);
  }

  private Manifest manifest() {
    Map<String, String> digests = new TreeMap<>();
    files.forEach((file, content) -> digests.put(file, Digest.of(content)));
    return new Manifest(
        Manifest.FORMAT_VERSION,
        name,
        sectionOrNull("provenance"),
        graphs,
        digests,
        sectionOrNull("codec"),
        sectionOrNull("profiles"),
        sectionOrNull("reference"),
        sectionOrNull("metrics"));
  }

  private JsonNode sectionOrNull(String section) {
    return sections.getOrDefault(section, NullNode.getInstance());
  }

  private static void writeZip(Path zip, Map<String, byte[]> all) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : all.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        entries.putNextEntry(entry);
        entries.write(file.getValue());
      }
    }
  }

  private static void writeFolder(Path folder, Map<String, byte[]> all) throws IOException {
    Files.createDirectory(folder);
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void replaceFolder(Path written, Path target, Path aside) throws IOException {
    if (Files.exists(target)) {
      if (!Files.exists(target.resolve(Bundle.MANIFEST)) && !isEmpty(target)) {
        throw new BundleException(
            "bundle " + target + ": something else is there; remove it or name another place");
      }
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> content = Files.walk(folder)) {
      deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
