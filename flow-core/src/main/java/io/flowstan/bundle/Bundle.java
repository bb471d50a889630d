package io.flowstan.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A trained model: the manifest and the files it lists, read as a whole and checked against their
 * digests. Immutable; nothing is ever unpacked to disk, so no entry's name can lead anywhere.
 */
public final class Bundle {
  /** The name of the manifest's file. */
  public static final String MANIFEST = "manifest.json";

  /** The digest of the manifest, in the form that {@code sha256sum -c} reads. */
  public static final String MANIFEST_DIGEST = "manifest.sha256";

  private static final String DEFAULT = "/io/flowstan/bundle/default/";

  /** A hundred times the default bundle; what is larger is not one of our models. */
  private static final int MAX_BYTES = 512 << 20;

  private final String origin;
  private final Manifest manifest;
  private final String digest;
  private final Map<String, byte[]> files;

  /** Where a bundle's files come from. */
  private interface Source {
    @Nullable InputStream open(String file) throws IOException;
  }

  private Bundle(String origin, Source source) throws IOException {
    this.origin = origin;
    long[] left = {MAX_BYTES};
    byte[] json = read(origin, source, MANIFEST, left);
    this.digest = Digest.of(json);
    byte[] line = read(origin, source, MANIFEST_DIGEST, left);
    if (!Arrays.equals(line, digestLine(json))) {
      String found = new String(line, StandardCharsets.UTF_8).strip();
      throw changed(origin, MANIFEST, digest, MANIFEST_DIGEST + " says " + found);
    }
    this.manifest = ManifestJson.read(json, origin + ", " + MANIFEST);
    this.files = new TreeMap<>();
    for (Map.Entry<String, String> file : manifest.files().entrySet()) {
      byte[] content = read(origin, source, file.getKey(), left);
      String found = Digest.of(content);
      if (!found.equals(file.getValue())) {
        throw changed(origin, file.getKey(), found, "the manifest says " + file.getValue());
      }
      files.put(file.getKey(), content);
    }
  }

  /** The bundle in a folder or a zip file. */
  public static Bundle open(Path location) throws IOException {
    if (Files.isDirectory(location)) {
      return new Bundle("bundle " + location, file -> openIfThere(location.resolve(file)));
    }
    if (!Files.exists(location)) {
      throw new BundleException(
          "bundle " + location + ": not there; expected a folder or a zip file with " + MANIFEST);
    }
    try (ZipFile zip = new ZipFile(location.toFile())) {
      return new Bundle(
          "bundle " + location,
          file -> {
            ZipEntry entry = zip.getEntry(file);
            return entry == null ? null : zip.getInputStream(entry);
          });
    } catch (ZipException e) {
      throw new BundleException(
          "bundle " + location + ": neither a folder nor a whole zip file: " + e.getMessage(), e);
    }
  }

  /** The bundle that ships with the product. */
  public static Bundle openDefault() throws IOException {
    if (Bundle.class.getResource(DEFAULT + MANIFEST) == null) {
      throw new BundleException("default bundle: not in this build; name a bundle, or train one");
    }
    return new Bundle("default bundle", file -> Bundle.class.getResourceAsStream(DEFAULT + file));
  }

  static byte[] digestLine(byte[] manifest) {
    return (Digest.of(manifest) + "  " + MANIFEST + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static BundleException changed(
      String origin, String file, String found, String expected) {
    return new BundleException(
        "%s, %s: SHA-256 is %s, %s: changed or damaged; copy or export the bundle again"
            .formatted(origin, file, found, expected));
  }

  private static @Nullable InputStream openIfThere(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
  }

  private static byte[] read(String origin, Source source, String file, long[] left)
      throws IOException {
    try (InputStream in = source.open(file)) {
      if (in == null) {
        throw new BundleException(
            "%s, %s: missing; copy or export the bundle again".formatted(origin, file));
      }
      byte[] content = in.readNBytes((int) left[0] + 1);
      left[0] -= content.length;
      if (left[0] < 0) {
        throw new BundleException(
            "%s, %s: the bundle has more than %d bytes".formatted(origin, file, MAX_BYTES));
      }
      return content;
    } catch (ZipException | EOFException e) {
      throw new BundleException(origin + ", " + file + ": " + e.getMessage(), e);
    }
  }

  public Manifest manifest() {
    return manifest;
  }

  /** A copy of the content of {@code file}. */
  public byte[] bytes(String file) {
    byte[] content = files.get(file);
    if (content == null) {
      throw new IllegalArgumentException(
          origin + ": no file '" + file + "', only " + files.keySet());
    }
    return content.clone();
  }

  /** SHA-256 of the manifest's bytes, which hold the digests of all files: names the model. */
  public String digest() {
    return digest;
  }

  @Override
  public String toString() {
    return origin + " '" + manifest.name() + "'";
  }
}
