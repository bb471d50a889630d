package io.flowstan.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again; what was changed is refused by name. */
class BundleTest {
  private static final GraphSpec STEP =
      new GraphSpec(
          "step.onnx",
          List.of("weights.bin"),
          16,
          List.of(new TensorSpec("x", TensorType.FLOAT32, List.of(-1L, 3L))),
          List.of(new TensorSpec("k", TensorType.INT64, List.of(-1L))));

  private final Path folder;

  BundleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  record Codec(List<String> attributes, long bins) {}

  private static BundleWriter writer() {
    return new BundleWriter("tiny")
        .graph("step", STEP, "a graph".getBytes(UTF_8))
        .file("weights.bin", new byte[] {1, 2, 3, 4})
        .section("codec", new Codec(List.of("te", "td"), 1L << 40))
        .section("provenance", Map.of("seed", 7, "command", "train"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundle", "bundle.zip"})
  void openUndoesWrite(String name) throws IOException {
    writer().write(folder.resolve(name));

    Bundle bundle = Bundle.open(folder.resolve(name));

    assertThat(bundle.manifest().graph("step")).isEqualTo(STEP);
    assertThat(bundle.bytes("weights.bin")).containsExactly(1, 2, 3, 4);
    assertThat(bundle.manifest().section("codec", Codec.class))
        .isEqualTo(new Codec(List.of("te", "td"), 1L << 40));
    assertThat(bundle.digest()).hasSize(64);
  }

  @Test
  void folderAndZipAreTheSameModel() throws IOException {
    assertThat(writer().write(folder.resolve("a")).digest())
        .isEqualTo(writer().write(folder.resolve("a.zip")).digest());
  }

  @Test
  void writingTwiceGivesTheSameBytesAndLeavesNothingElse() throws IOException {
    writer().write(folder.resolve("a.zip"));
    writer().write(folder.resolve("b.zip"));

    assertThat(folder.resolve("a.zip")).hasSameBinaryContentAs(folder.resolve("b.zip"));
    assertThat(names()).containsExactly("a.zip", "b.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "manifest.sha256", "step.onnx", "weights.bin"})
  void oneFlippedBitIsRefusedWithTheFilesName(String file) throws IOException {
    writer().write(folder.resolve("a"));
    Path path = folder.resolve("a").resolve(file);
    byte[] whole = Files.readAllBytes(path);

    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(path, flipped);

      assertThatThrownBy(() -> Bundle.open(folder.resolve("a")))
          .as("byte %d", i)
          .isInstanceOf(BundleException.class)
          .hasMessageContaining(file.startsWith("manifest") ? "manifest" : file)
          .hasMessageContaining("SHA-256 is ")
          .hasMessageContaining("export the bundle again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "manifest.sha256", "step.onnx", "weights.bin"})
  void missingFileIsNamed(String file) throws IOException {
    writer().write(folder.resolve("a"));
    Files.delete(folder.resolve("a").resolve(file));

    assertThatThrownBy(() -> Bundle.open(folder.resolve("a")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(", " + file + ": missing");
  }

  @Test
  void cutZipIsRefused() throws IOException {
    writer().write(folder.resolve("a.zip"));
    byte[] whole = Files.readAllBytes(folder.resolve("a.zip"));
    for (int length = 0; length < whole.length; length += 37) {
      Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> Bundle.open(folder.resolve("cut.zip")))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("neither a folder nor a whole zip file");
    }
  }

  @Test
  void nothingThereIsSaid() {
    assertThatThrownBy(() -> Bundle.open(folder.resolve("none")))
        .isInstanceOf(BundleException.class)
        .hasMessageEndingWith("not there; expected a folder or a zip file with manifest.json");
  }

  @Test
  void otherVersionIsRefusedBeforeAnythingElse() throws IOException {
    byte[] manifest = "{\"formatVersion\": 1, \"whatever\": 1}".getBytes(UTF_8);
    Files.write(folder.resolve("manifest.json"), manifest);
    Files.write(folder.resolve("manifest.sha256"), Bundle.digestLine(manifest));

    assertThatThrownBy(() -> Bundle.open(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(
            "formatVersion = 1: this program reads version " + Manifest.FORMAT_VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "a/b", "/etc/passwd", "", ".hidden"})
  void nameThatLeadsOutOfTheBundleIsRefused(String name) throws IOException {
    String json =
        "{\"formatVersion\":6,\"name\":\"n\",\"graphs\":{},\"files\":{\"%s\":\"%s\"}}"
            .formatted(name, "0".repeat(64));
    Files.write(folder.resolve("manifest.json"), json.getBytes(UTF_8));
    Files.write(folder.resolve("manifest.sha256"), Bundle.digestLine(json.getBytes(UTF_8)));

    assertThatThrownBy(() -> Bundle.open(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("file '" + name + "'");
    assertThatThrownBy(() -> writer().file(name, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unknownFieldIsNamedWithItsPlace() throws IOException {
    writer().write(folder.resolve("a"));
    Path path = folder.resolve("a").resolve("manifest.json");
    String json = Files.readString(path).replace("\"externalData\"", "\"externalDate\"");
    Files.writeString(path, json);
    Files.write(
        folder.resolve("a").resolve("manifest.sha256"), Bundle.digestLine(json.getBytes(UTF_8)));

    assertThatThrownBy(() -> Bundle.open(folder.resolve("a")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("graphs step externalDate");
  }

  @Test
  void bundleIsReplacedAndAnythingElseIsLeftAlone() throws IOException {
    writer().write(folder.resolve("a"));
    writer().file("more.bin", new byte[1]).write(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("b").resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> writer().write(folder.resolve("b")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("something else is there");

    assertThat(Bundle.open(folder.resolve("a")).bytes("more.bin")).hasSize(1);
    assertThat(folder.resolve("b").resolve("thesis.txt")).hasContent("years of work");
    assertThat(names()).containsExactly("a", "b");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
