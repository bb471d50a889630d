package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.Ipv4;
import io.flowstan.it.operations.PromQlNames;
import io.flowstan.it.operations.RepositoryFiles;
import io.flowstan.it.operations.Scrape;
import io.flowstan.it.registry.KafkaJs;
import io.flowstan.it.stream.CommittedFlows;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flowstan demo} as a newcomer starts it, and what all kinds of readers find there. */
class DemoIT {
  private static final int HOSTS = 50;

  @TempDir private static Path elsewhere;
  private static Launched demo;
  private static JsonNode addresses;

  @BeforeAll
  static void startDemoThroughALinkInAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("generator"), Launched.LAUNCHER);
    demo =
        Launched.start(
            link, elsewhere, "demo", "--hosts", "50", "--speed", "60", "--seed", "7", "--json");
    addresses = demo.awaitFirstLine();
  }

  @AfterAll
  static void stopDemo() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void itsFirstLineSaysWhereTheFlowsAre() throws Exception {
    assertThat(addresses.fieldNames())
        .toIterable()
        .containsExactly("bootstrapServers", "schemaRegistryUrl", "topic", "adminUrl");
    assertThat(demo.errors()).as("it was built before").doesNotContain("building");
  }

  @Test
  void anIndependentReaderFindsLawfulFlowsWithoutGap() {
    // Given flows of every host
    await()
        .atMost(Launched.AT_MOST)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> read().sequences().size() == HOSTS);

    // When
    CommittedFlows flows = read();

    // Then
    assertThat(flows.sequenceProblems()).isEmpty();
    for (CommittedFlows.Entry entry : flows.records()) {
      assertThat(entry.value().get("host")).hasToString(entry.key());
      assertThat(entry.timestampMs()).isEqualTo(entry.endMs());
      int host = Ipv4.parse(entry.key());
      for (FlowRule rule : FlowRule.values()) {
        assertThat(rule.holds(entry.flow(), host)).as("%s: %s", rule, entry.flow()).isTrue();
      }
    }
  }

  @Test
  void kafkajsDecodesEveryRecord() throws Exception {
    // Given
    KafkaJs.install();
    int before = read().size();

    // When
    JsonNode answer =
        KafkaJs.read(text("bootstrapServers"), text("schemaRegistryUrl"), text("topic"));

    // Then
    assertThat(answer.path("records").asInt()).isPositive().isGreaterThanOrEqualTo(before);
    assertThat(answer.path("gaps").asInt()).isZero();
    assertThat(answer.path("misplaced").asInt()).isZero();
  }

  @Test
  void everyMetricOfTheDashboardHasAValue() throws Exception {
    // Given
    Set<String> wanted = new TreeSet<>();
    for (JsonNode expression :
        RepositoryFiles.json("dashboards/generator.json").findValues("expr")) {
      wanted.addAll(PromQlNames.of(expression.asText()).metrics());
    }

    // When
    Scrape scrape = Scrape.of(admin("/metrics"));

    // Then
    assertThat(wanted).hasSizeGreaterThan(10);
    assertThat(scrape.labels().keySet()).containsAll(wanted);
  }

  @Test
  void itIsLiveAndReady() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (String probe : new String[] {"/livez", "/readyz"}) {
      var answer =
          client.send(HttpRequest.newBuilder(admin(probe)).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(probe + ": " + answer.body()).isEqualTo(200);
    }
  }

  @Test
  void afterItsTimeItEndsWithASummary(@TempDir Path folder) throws Exception {
    // When
    Launched launched =
        Launched.succeed(folder, "demo", "--hosts", "20", "--max", "--for", "3s", "--json");

    // Then
    assertThat(launched.output()).hasSize(2);
    JsonNode summary = launched.summary();
    assertThat(summary.path("flows").asLong()).isPositive();
    assertThat(summary.path("seconds").asDouble()).isBetween(3.0, 30.0);
    assertThat(summary.path("flowsPerSecond").asDouble()).isPositive();
    assertThat(summary.path("hosts").asInt()).isEqualTo(20);
    assertThat(summary.path("flowsByProtocol").path("TCP").asLong()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void interruptedItEndsSoonWithASummary(@TempDir Path folder) throws Exception {
    try (Launched launched = Launched.start(folder, "demo", "--hosts", "20", "--json")) {
      // Given
      launched.awaitFirstLine();

      // When
      launched.interrupt();
      // 1 to 3 s where it ends by itself; 15 s where it hangs and is cut off
      launched.awaitEnd(Duration.ofSeconds(10));

      // Then
      assertThat(launched.exitCode()).as("ended by SIGINT, or done").isIn(0, 130);
      assertThat(launched.summary().path("flows").asLong()).as(launched.errors()).isPositive();
      assertThat(launched.errors()).doesNotContain("Exception").doesNotContain("did not end");
    }
  }

  private static CommittedFlows read() {
    return CommittedFlows.read(text("bootstrapServers"), text("topic"));
  }

  private static String text(String field) {
    return addresses.path(field).asText();
  }

  private static URI admin(String path) {
    return URI.create(text("adminUrl") + path);
  }
}
