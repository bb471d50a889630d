package io.flowstan.it.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The script {@code read-topic.js}: kafkajs and its registry client in a process of their own. */
public final class KafkaJs {
  private static final Path SOURCES = Path.of("kafkajs");
  private static final Path INSTALLED = Path.of("target", "kafkajs");

  private KafkaJs() {}

  /**
   * Installs what the lock file names beside a copy of the script, unless it is there; skips the
   * calling test where there is no Node.js, except in CI.
   */
  public static void install() throws IOException, InterruptedException {
    assumeTrue(
        "true".equals(System.getenv("CI")) || isOnPath("node"), "node is not installed here");
    Files.createDirectories(INSTALLED);
    Path lock = SOURCES.resolve("package-lock.json");
    Path installedLock = INSTALLED.resolve("package-lock.json");
    boolean current =
        Files.exists(INSTALLED.resolve("node_modules"))
            && Files.exists(installedLock)
            && Files.mismatch(lock, installedLock) == -1;
    for (String file : List.of("package.json", "package-lock.json", "read-topic.js")) {
      Files.copy(
          SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!current) {
      run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }
  }

  /** What the script read from the beginning of {@code topic} to its present end. */
  public static JsonNode read(String bootstrapServers, String registryUrl, String topic)
      throws IOException, InterruptedException {
    return new ObjectMapper()
        .readTree(run("node", "read-topic.js", bootstrapServers, registryUrl, topic));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path errors = INSTALLED.resolve(command[0] + ".log");
    Path out = INSTALLED.resolve(command[0] + ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("%s ends within 180 s, see %s", List.of(command), errors).isTrue();
    assertThat(process.exitValue())
        .as("%s: %s", List.of(command), Files.readString(errors))
        .isZero();
    return Files.readString(out, StandardCharsets.UTF_8).strip();
  }

  private static boolean isOnPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
