package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of parts (CycloneDX) hold what is packed. */
class BillOfMaterialsTest {
  @ParameterizedTest
  @ValueSource(strings = {"generator-service", "trainer-export"})
  void everyJarThatIsPackedIsListedOnce(String module) throws Exception {
    // Given the list, which quick builds and builds offline do not make
    String file = module + "/target/bom.json";
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(
          isOfThisBuild(module, file), "not there, or older than the jars: run 'mvn package'");
    }
    JsonNode bom = RepositoryFiles.json(file);

    // When
    Set<String> listed = new TreeSet<>();
    for (JsonNode part : bom.path("components")) {
      JsonNode classifier = part.path("purl");
      String jar = part.path("name").asText() + "-" + part.path("version").asText();
      assertThat(listed.add(jar + classifier(classifier.asText()) + ".jar")).as(jar).isTrue();
    }

    // Then
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(listed).containsAll(packed(module));
  }

  private static boolean isOfThisBuild(String module, String file) throws IOException {
    Path list = RepositoryFiles.ROOT.resolve(file);
    Path jars = RepositoryFiles.ROOT.resolve(module).resolve("target/lib");
    return Files.exists(list)
        && Files.getLastModifiedTime(list).compareTo(Files.getLastModifiedTime(jars)) >= 0;
  }

  /** The classifier in a package address, with a dash before it, as in names of files. */
  private static String classifier(String address) {
    int start = address.indexOf("classifier=");
    return start < 0
        ? ""
        : "-" + address.substring(start + "classifier=".length()).split("&", 2)[0];
  }

  private static Set<String> packed(String module) throws IOException {
    try (Stream<Path> files =
        Files.list(RepositoryFiles.ROOT.resolve(module).resolve("target/lib"))) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
      return names;
    }
  }
}
