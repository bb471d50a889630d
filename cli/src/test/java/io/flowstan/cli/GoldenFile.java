package io.flowstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A text that a command printed once and is to print again, stored beside the tests. */
final class GoldenFile {
  private GoldenFile() {}

  /** Compares {@code actual} with the resource {@code name}, and says what to store where not. */
  static void assertSame(String name, String actual) throws IOException {
    try (InputStream in = GoldenFile.class.getResourceAsStream("golden/" + name)) {
      String stored = in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(actual)
          .as(
              "golden text; if the new one is meant, store it as"
                  + " cli/src/test/resources/io/flowstan/cli/golden/%s:%n%s",
              name, actual)
          .isEqualTo(stored);
    }
  }
}
