package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.it.net.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Prometheus that scrapes every second and answers queries, a process of its own. */
final class PrometheusProcess implements AutoCloseable {
  private static final String PROGRAM = "prometheus";
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI uri;

  private PrometheusProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Skips the calling test where no Prometheus is on the machine, except in CI. */
  static void require() {
    boolean isInstalled = false;
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      isInstalled |= Files.isExecutable(Path.of(folder, PROGRAM));
    }
    assumeTrue(
        isInstalled || "true".equals(System.getenv("CI")),
        PROGRAM + " is not installed here (Debian: prometheus): the dashboards are not tried");
  }

  /** Starts it on {@code targets}, each host:port, with its files in {@code folder}. */
  static PrometheusProcess start(Path folder, List<String> targets) throws IOException {
    int port = FreePorts.one();
    String quoted = targets.stream().map(t -> '"' + t + '"').collect(Collectors.joining(", "));
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: generator
                static_configs:
                  - targets: [%s]
            """
                .formatted(quoted));
    Process process =
        new ProcessBuilder(
                PROGRAM,
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    PrometheusProcess started =
        new PrometheusProcess(process, URI.create("http://127.0.0.1:" + port));
    await()
        .atMost(AT_MOST)
        .ignoreExceptions()
        .until(() -> started.get("/-/ready").statusCode() == 200);
    return started;
  }

  /**
   * The last moment, not long before {@code at}, at which every target had been scraped: on a
   * loaded machine a scrape may take longer than its second, and leaves a gap.
   */
  Instant lastScraped(Instant at) throws IOException, InterruptedException {
    for (Instant moment = at;
        moment.isAfter(at.minusSeconds(8));
        moment = moment.minusMillis(500)) {
      if (query("count(up == 0) or vector(0)", moment).at("/0/value/1").asInt() == 0) {
        return moment;
      }
    }
    return fail("no moment within 8 s of %s at which all targets had been scraped", at);
  }

  /**
   * The series that {@code expression} yields.
   *
   * @param at the moment that is asked for; null is now
   * @return the array {@code data.result} of Prometheus' answer
   */
  JsonNode query(String expression, @Nullable Instant at) throws IOException, InterruptedException {
    String time = at == null ? "" : "&time=" + at.toEpochMilli() / 1e3;
    HttpResponse<String> answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8) + time);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("status").asText()).as("%s: %s", expression, body).isEqualTo("success");
    JsonNode result = body.at("/data/result");
    // a scalar is one sample without labels
    return body.at("/data/resultType").asText().equals("scalar")
        ? JSON.createArrayNode().add(JSON.createObjectNode().set("value", result))
        : result;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
