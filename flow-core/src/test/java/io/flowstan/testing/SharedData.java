package io.flowstan.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The official tables where they are at hand: in the folder {@code FLOWSTAN_DATA}, or in {@code
 * ../shared/data/ugr16} beside the repository. Tests that want them are skipped elsewhere.
 */
public final class SharedData {
  private SharedData() {}

  /** The file {@code name}; skips the calling test where it is missing. */
  public static Path file(String name) {
    String configured = System.getenv("FLOWSTAN_DATA");
    Path folder =
        configured != null ? Path.of(configured) : repository().resolve("../shared/data/ugr16");
    Path file = folder.resolve(name).normalize();
    Assumptions.assumeTrue(
        Files.exists(file), () -> file + " is not here: set FLOWSTAN_DATA to the tables' folder");
    return file;
  }

  /** The first folder upwards that holds the launcher. */
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("flowstan"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
