package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.it.operations.RepositoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the launcher, a process of its own. It runs the packaged program, which {@code mvn
 * verify} has made by the time of these tests; where it is not packaged the calling test is
 * skipped, except in CI: a build inside the build would get in its way.
 */
final class Launched implements AutoCloseable {
  static final Path LAUNCHER = RepositoryFiles.ROOT.resolve("flowstan");

  /** Ample on a loaded machine: the slowest command here takes about 20 s on an idle one. */
  static final Duration AT_MOST = Duration.ofMinutes(3);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MODULES = List.of("cli", "trainer-export", "generator-service");

  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts the launcher in {@code folder}. */
  static Launched start(Path folder, String... arguments) throws IOException {
    return start(LAUNCHER, folder, arguments);
  }

  /** Starts {@code launcher}, a link to it perhaps, in {@code folder}. */
  static Launched start(Path launcher, Path folder, String... arguments) throws IOException {
    return start(launcher, folder, Map.of(), arguments);
  }

  /** The same with further environment variables. */
  static Launched start(
      Path launcher, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(
          MODULES.stream().allMatch(Launched::isPackaged), "not packaged: run 'mvn package' first");
    }
    // a build started in the background may hand down an ignored SIGINT
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    Path logs = Files.createDirectories(Path.of("target", "product"));
    Path out = Files.createTempFile(logs, arguments[0], ".out");
    Path err = Path.of(out.toString().replaceFirst("out$", "err"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("FLOWSTAN_JAVA_OPTS", "-Xmx1g -XX:TieredStopAtLevel=1");
    builder.environment().putAll(environment);
    return new Launched(builder.start(), out, err);
  }

  /** Runs the launcher in {@code folder} to its end. */
  static Launched run(Path folder, String... arguments) throws IOException, InterruptedException {
    try (Launched launched = start(folder, arguments)) {
      launched.awaitEnd(AT_MOST);
      return launched;
    }
  }

  /** Runs it to its end, which is to be a good one. */
  static Launched succeed(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Launched launched = run(folder, arguments);
    assertThat(launched.exitCode()).as(launched.errors()).isZero();
    return launched;
  }

  /** Waits for the first line on stdout, which is to be JSON. */
  JsonNode awaitFirstLine() throws IOException {
    await()
        .atMost(AT_MOST)
        .until(() -> !process.isAlive() || Files.readString(out).indexOf('\n') >= 0);
    List<String> lines = output();
    assertThat(lines).as(errors()).isNotEmpty();
    return JSON.readTree(lines.get(0));
  }

  /** Waits until {@code text} is on stderr or stdout. */
  void awaitText(String text) throws IOException {
    await().atMost(AT_MOST).until(() -> !process.isAlive() || all().contains(text));
    assertThat(all()).contains(text);
  }

  /** Waits for the end. */
  void awaitEnd(Duration atMost) throws IOException, InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      fail("did not end within %s: %s", atMost, errors());
    }
  }

  /** Does what Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  int exitCode() {
    return process.exitValue();
  }

  List<String> output() throws IOException {
    return Files.readAllLines(out);
  }

  /** The last line on stdout, which is to be JSON. */
  JsonNode summary() throws IOException {
    List<String> lines = output();
    assertThat(lines).as(errors()).isNotEmpty();
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  private String all() throws IOException {
    return Files.readString(out) + errors();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static boolean isPackaged(String module) {
    Path target = RepositoryFiles.ROOT.resolve(module).resolve("target");
    String[] jars = target.toFile().list((folder, name) -> name.matches(module + "-.*\\.jar"));
    return jars != null && jars.length > 0 && Files.isDirectory(target.resolve("lib"));
  }
}
