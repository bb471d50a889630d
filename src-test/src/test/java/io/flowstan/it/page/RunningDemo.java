package io.flowstan.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.Program;
import io.flowstan.service.command.DemoCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** {@code demo} inside the test's process, until it is closed. */
final class RunningDemo implements AutoCloseable {
  static final Duration SOON = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Thread thread;
  private final JsonNode addresses;

  /** Starts it with {@code options} and waits for its first flows. */
  RunningDemo(DemoCommand command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("demo", "--json"));
    arguments.addAll(List.of(options));
    thread =
        new Thread(
            () ->
                Program.of(List.of(command), new PrintWriter(out, true), new PrintWriter(err, true))
                    .execute(arguments.toArray(String[]::new)),
            "demo");
    thread.start();
    try {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(out.toString()).as(messages()).contains("\n");
              });
    } catch (ConditionTimeoutException e) {
      thread.interrupt();
      throw e;
    }
    addresses = JSON.readTree(out.toString().lines().findFirst().orElseThrow());
  }

  /** What it told people so far. */
  String messages() {
    return err.toString();
  }

  URI admin(String path) {
    return URI.create(addresses.path("adminUrl").asText() + path);
  }

  String bootstrapServers() {
    return addresses.path("bootstrapServers").asText();
  }

  String topic() {
    return addresses.path("topic").asText();
  }

  /** The JSON at {@code path} of its admin port. */
  JsonNode get(String path) throws IOException, InterruptedException {
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(admin(path)).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
