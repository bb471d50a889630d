package io.flowstan.it.registry;

import io.flowstan.it.net.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real schema registry (Apicurio, in memory) in a process of its own on 127.0.0.1. */
final class ApicurioProcess implements AutoCloseable {
  private static final Path UNPACKED = Path.of("target", "registry");

  private final Process process;
  private final String url;

  private ApicurioProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts the registry that the build has unpacked, and waits until it answers. */
  static ApicurioProcess start() throws IOException {
    int port = FreePorts.one();
    Path log = UNPACKED.resolve("registry.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                runner().toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    String url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    ApicurioProcess registry = new ApicurioProcess(process, url);
    try {
      Awaitility.await("the registry, see " + log)
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(250))
          .ignoreExceptions()
          .failFast("the registry ended, see " + log, () -> !process.isAlive())
          .until(() -> registry.send("GET", "/subjects", null).equals("[]"));
      return registry;
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  /** The root of Confluent's REST API. */
  String url() {
    return url;
  }

  /** Sends a request without any of our own client; the body of the answer. */
  String send(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Path runner() throws IOException {
    try (Stream<Path> files = Files.walk(UNPACKED)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "no *-runner.jar under " + UNPACKED + ": expected the build to unpack it"));
    }
  }
}
