package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.service.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that knows passwords and says none, however much it logs. */
class SecretsIT {
  private static final String TOKEN = "t0ken-of-the-admin-port";

  @TempDir private Path folder;

  @Test
  void noSecretIsLoggedOrShown() throws Exception {
    // Given settings with passwords that this broker does not ask for
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path config =
        Files.writeString(
            folder.resolve("service.yaml"),
            """
            kafka:
              properties:
                sasl.jaas.config: org.x.Login required username="u" password="pa55word";
                ssl.key.password: pa55word
                my.own.setting: pa55word
            schemaRegistry:
              properties: {basic.auth.user.info: "u:pa55word"}
            topics: {partitions: 1, flowsPartitions: 1, replicationFactor: 1}
            streams: {stateDirectory: "%s"}
            pacing: {speed: 60}
            population: {hosts: 3, start: 2016-04-11}
            admin: {port: 0, tokenFile: "%s"}
            """
                .formatted(folder.resolve("state"), token));
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Launched run =
            Launched.start(
                folder,
                "run",
                "--config",
                config.toString(),
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--verbose",
                "--json")) {
      URI admin = URI.create(run.awaitFirstLine().path("adminUrl").asText() + "/");

      // When its configuration is asked for
      int without = get(admin.resolve("/config"), "nothing").statusCode();
      HttpResponse<String> answer = get(admin.resolve("/config"), "Bearer " + TOKEN);
      JsonNode shown = new ObjectMapper().readTree(answer.body());
      run.interrupt();
      run.awaitEnd(Launched.AT_MOST);

      // Then
      assertThat(without).isEqualTo(401);
      assertThat(shown.path("pacing").path("speed").asDouble()).isEqualTo(60);
      assertThat(shown.path("kafka").path("properties").path("sasl.jaas.config").asText())
          .isEqualTo("[hidden]");
      assertThat(shown.path("compatibilityLevel").asText()).isEqualTo("FULL");
      assertThat(answer.body()).doesNotContain("pa55word").doesNotContain(TOKEN);
      assertThat(run.errors())
          .as("it logged much, Kafka's settings among it")
          .contains("bootstrap.servers = ")
          .doesNotContain("pa55word")
          .doesNotContain(TOKEN);
      assertThat(String.join("\n", run.output())).doesNotContain("pa55word").doesNotContain(TOKEN);
    }
  }

  private static HttpResponse<String> get(URI uri, String authorization)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Authorization", authorization).build(),
            BodyHandlers.ofString());
  }
}
