package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.cli.Program;
import io.flowstan.it.broker.SecureBroker;
import io.flowstan.it.stream.CommittedFlows;
import io.flowstan.service.broker.BrokerWait;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a broker that wants TLS, a password and permissions. */
class SecureClusterIT {
  /** Kafka's clients then log their settings. */
  private static final Map<String, String> TALKATIVE =
      Map.of(
          "FLOWSTAN_JAVA_OPTS",
          "-Xmx1g -Dorg.slf4j.simpleLogger.defaultLogLevel=info"
              + " -Dorg.slf4j.simpleLogger.log.org.apache.kafka.streams.StreamsConfig=info");

  @TempDir private static Path stores;
  private static SecureBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = SecureBroker.start(stores);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void runAndControlWorkWithThePermissionsListedAndLogNoSecret(@TempDir Path folder)
      throws Exception {
    // Given the password in a file of its own, which the configuration points to
    Path secrets = folder.resolve("secrets.properties");
    Files.writeString(
        secrets, "jaas=" + SecureBroker.jaas(SecureBroker.USER, SecureBroker.PASSWORD) + "\n");
    Map<String, String> client =
        new HashMap<>(broker.client(SecureBroker.USER, SecureBroker.PASSWORD));
    client.put("sasl.jaas.config", "${file:" + secrets + ":jaas}");
    client.put("config.providers", "file");
    client.put(
        "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    Path config = folder.resolve("service.yaml");
    Files.writeString(config, yaml(client));

    // When
    try (Launched run =
        Launched.start(
            Launched.LAUNCHER,
            folder,
            TALKATIVE,
            "run",
            "--config",
            config.toString(),
            "--hosts",
            "10",
            "--speed",
            "60",
            "--start",
            "2016-04-11T00:00:00",
            "--admin-port",
            "0",
            "--state-dir",
            folder.resolve("state").toString(),
            "--json")) {
      JsonNode addresses = run.awaitFirstLine();
      Result control =
          here("control", "--admin-url", addresses.path("adminUrl").asText(), "speed", "600");

      // Then flows are there, commands are obeyed, and nobody can read the passwords
      assertThat(control.exitCode()).as(control.text()).isZero();
      await()
          .atMost(Launched.AT_MOST)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> read("flowstan.flows").size() > 100);
      run.interrupt();
      run.awaitEnd(Duration.ofSeconds(30));
      assertThat(read("flowstan.flows").sequenceProblems()).isEmpty();
      assertThat(run.errors()).contains("ProducerConfig values", "sasl.mechanism = SCRAM-SHA-512");
      assertSilentOnSecrets(run);
    }
  }

  @Test
  void aReplayWorksWithASettingsFileOfKafkasTools(@TempDir Path folder) throws Exception {
    // Given
    Path table = folder.resolve("r.csv");
    Result sample =
        here(
            "sample",
            "--hosts",
            "5",
            "--duration",
            "10m",
            "--seed",
            "3",
            "--out",
            table.toString());
    assertThat(sample.exitCode()).as(sample.text()).isZero();
    Path client = folder.resolve("client.properties");
    Files.writeString(
        client, lines(broker.client(SecureBroker.USER, SecureBroker.PASSWORD), "%s=%s%n"));

    // When
    Launched replay =
        Launched.start(
            Launched.LAUNCHER, folder, TALKATIVE, replay(table, client, "flowstan.recorded"));
    replay.awaitEnd(Launched.AT_MOST);

    // Then
    assertThat(replay.exitCode()).as(replay.errors()).isZero();
    assertThat(read("flowstan.recorded").size())
        .isPositive()
        .isEqualTo(replay.summary().path("flows").asInt());
    assertSilentOnSecrets(replay);

    // And a wrong password and a user without permissions are told apart, without the secrets
    Files.writeString(client, lines(broker.client(SecureBroker.USER, "wrong-secret-3"), "%s=%s%n"));
    Launched wrong = Launched.run(folder, replay(table, client, "flowstan.recorded"));
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.errors())
        .contains("SCRAM-SHA-512", "correct sasl.mechanism and sasl.jaas.config")
        .doesNotContain("wrong-secret-3")
        .doesNotContain("\tat ");
    assertSilentOnSecrets(wrong);

    Files.writeString(
        client, lines(broker.client(SecureBroker.STRANGER, SecureBroker.PASSWORD), "%s=%s%n"));
    Result stranger = here(replay(table, client, "flowstan.other"));
    assertThat(stranger.exitCode()).isEqualTo(1);
    assertThat(stranger.text())
        .contains("topic 'flowstan.other'", "docs/operations.md lists what the service needs")
        .doesNotContain("\tat ")
        .doesNotContain(SecureBroker.secrets());
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaid() {
    // Given a client that knows the authorities of the JDK only
    Map<String, String> client =
        new HashMap<>(broker.client(SecureBroker.USER, SecureBroker.PASSWORD));
    client.keySet().removeIf(key -> key.startsWith("ssl."));
    client.put("bootstrap.servers", broker.secureServers());

    // Then
    assertThatThrownBy(() -> BrokerWait.until(client, Duration.ofSeconds(20), said -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("certification path")
        .hasMessageContaining("ssl.truststore.location");
  }

  @Test
  void aClientWithoutTlsIsToldWhyNobodyAnswers() {
    assertThatThrownBy(
            () ->
                BrokerWait.until(
                    Map.of("bootstrap.servers", broker.secureServers()),
                    Duration.ofSeconds(2),
                    said -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no Kafka broker answered")
        .hasMessageContaining("security.protocol");
  }

  /** What a command printed, and its exit code. */
  private record Result(int exitCode, String text) {}

  /** Runs a command in this process, which is quicker. */
  private static Result here(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int exitCode = Program.fromClassPath(out, out).execute(arguments);
    out.flush();
    return new Result(exitCode, text.toString());
  }

  private static String[] replay(Path table, Path client, String topic) {
    return new String[] {
      "replay",
      table.toString(),
      "--network",
      "10.0.0.0/8",
      "--bootstrap-server",
      broker.secureServers(),
      "--command-config",
      client.toString(),
      "--topic",
      topic,
      "--max",
      "--admin-port",
      "0",
      "--json"
    };
  }

  private static void assertSilentOnSecrets(Launched launched) throws IOException {
    for (String secret : SecureBroker.secrets()) {
      assertThat(launched.errors()).doesNotContain(secret);
      assertThat(launched.output().toString()).doesNotContain(secret);
    }
  }

  private static CommittedFlows read(String topic) {
    return CommittedFlows.read(broker.plainServers(), topic);
  }

  private static String yaml(Map<String, String> client) {
    return "kafka:\n  bootstrapServers: "
        + broker.secureServers()
        + "\n  properties:\n"
        + lines(client, "    %s: '%s'%n");
  }

  private static String lines(Map<String, String> client, String format) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(client).forEach((key, value) -> lines.append(format.formatted(key, value)));
    return lines.toString();
  }
}
