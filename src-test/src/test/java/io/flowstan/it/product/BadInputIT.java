package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.it.broker.BrokerUnderTest;
import io.flowstan.it.net.FreePorts;
import io.flowstan.it.operations.RepositoryFiles;
import io.flowstan.testing.SeededFlows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says of input that it cannot use, and that it leaves nothing half done. */
class BadInputIT {
  private static final String SHIPPED = "flow-core/src/main/resources/io/flowstan/bundle/default";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  @BeforeEach
  void putBadInputInTheFolder() throws IOException {
    Path whole = folder.resolve("whole.csv.gz");
    try (FlowWriter writer = FlowWriter.open(whole, FlowFormat.UGR16)) {
      for (var flow : SeededFlows.list(1, 5_000)) {
        writer.write(flow);
      }
      writer.commit();
    }
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    Files.writeString(
        folder.resolve("twelve.csv"),
        "2016-04-11 00:00:01,0.000,42.219.1.1,1.2.3.4,4000,53,UDP,.A....,0,0,1,60\n");
    Files.writeString(folder.resolve("hosts.txt"), "42.219.1.1\n42.219.1.2\n");
    Files.writeString(folder.resolve("typo.yaml"), "pacing:\n  speeed: 60\n");
    Path flipped = Files.createDirectory(folder.resolve("flipped"));
    try (var files = Files.list(RepositoryFiles.ROOT.resolve(SHIPPED))) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        if (file.endsWith("weights.bin")) {
          content[content.length / 2] ^= 1;
        }
        Files.write(flipped.resolve(file.getFileName()), content);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replay missing.csv --bootstrap-server 127.0.0.1:1 | 1 | missing.csv: no such file
          replay cut.csv.gz --bootstrap-server 127.0.0.1:1 | 1 | the gzip data ends too early
          replay twelve.csv --bootstrap-server 127.0.0.1:1 | 1 | twelve.csv:1: 12 columns: expected the 13
          analyze missing.csv | 1 | missing.csv: no such file
          analyze cut.csv.gz | 1 | the gzip data ends too early
          analyze twelve.csv | 1 | twelve.csv:1: 12 columns: expected the 13
          extract missing.csv --out x.csv | 1 | missing.csv: no such file
          extract cut.csv.gz --network 0.0.0.0/0 --per-host --out x | 1 | the gzip data ends too early
          extract whole.csv.gz --network 0.0.0.0/0 --min-flows 5001 --out x.csv | 1 | is chosen: nothing was written
          extract whole.csv.gz --category busy --out x.csv | 2 | expected one of [both, sent-only
          train --flows missing.csv --hosts hosts.txt --out m.zip | 1 | missing.csv: no such file
          train --flows cut.csv.gz --hosts hosts.txt --out m.zip | 1 | the gzip data ends too early
          train --flows twelve.csv --hosts hosts.txt --out m.zip | 1 | twelve.csv:1: 12 columns
          sample --bundle flipped --hosts 2 --out x.csv | 1 | weights.bin: SHA-256
          demo --bundle flipped --hosts 2 | 1 | weights.bin: SHA-256
          sample --bundle missing.zip --hosts 2 --out x.csv | 1 | missing.zip
          sample --hosts 2 --out whole.csv.gz/x.csv | 1 | whole.csv.gz
          sample --hots 2 --out x.csv | 2 | --hosts
          sample --hosts -2 --out x.csv | 2 | --hosts = -2: expected
          demo --hosts -2 | 2 | --hosts = -2: expected
          run --config typo.yaml | 2 | pacing.speeed: unknown key (did you mean 'speed'?)
          """)
  void isRefusedWithAMessageAndNothingIsWritten(String command, int exitCode, String message)
      throws Exception {
    // Given
    Set<String> before = tree();

    // When
    Launched launched = Launched.run(folder, command.split(" ", -1));

    // Then
    assertThat(launched.errors()).contains(message).doesNotContain("\tat ");
    assertThat(launched.exitCode()).isEqualTo(exitCode);
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "--kafka-port, port %s on 127.0.0.1 is taken",
    "--admin-port, admin port 127.0.0.1:%s: cannot listen"
  })
  void aPortThatIsTakenIsNamed(String option, String message) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      String port = Integer.toString(taken.getLocalPort());

      Launched launched = Launched.run(folder, "demo", "--hosts", "2", option, port);

      assertThat(launched.errors())
          .contains(port)
          .containsAnyOf("is taken", "in use")
          .doesNotContain("\tat ");
      assertThat(launched.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aBrokerThatIsNotThereIsWaitedFor() throws Exception {
    int free = FreePorts.one();
    try (Launched launched =
        Launched.start(
            folder, "run", "--bootstrap-server", "127.0.0.1:" + free, "--admin-port", "0")) {
      // When it says for what it waits
      launched.awaitText("waiting for a Kafka broker at 127.0.0.1:" + free);

      // Then it can be stopped while it does; 15 s where it hangs and is cut off
      launched.interrupt();
      launched.awaitEnd(Duration.ofSeconds(10));
      assertThat(launched.errors()).doesNotContain("did not end").doesNotContain("\tat ");
    }
  }

  @Test
  void aRegistryThatRefusesTheSchemaIsQuoted() throws Exception {
    HttpServer registry = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    byte[] refusal =
        "{\"error_code\":409,\"message\":\"Schema being registered is incompatible\"}"
            .getBytes(StandardCharsets.UTF_8);
    registry.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(409, refusal.length);
          exchange.getResponseBody().write(refusal);
          exchange.close();
        });
    registry.start();
    String url = "http://127.0.0.1:" + registry.getAddress().getPort();
    try (BrokerUnderTest broker = BrokerUnderTest.start()) {
      // When
      Launched launched =
          Launched.run(
              folder,
              "run",
              "--hosts",
              "2",
              "--bootstrap-server",
              broker.bootstrapServers(),
              "--schema-registry",
              url,
              "--admin-port",
              "0",
              "--state-dir",
              folder.resolve("state").toString());

      // Then
      assertThat(launched.errors())
          .contains("flowstan.flows-value")
          .contains(url)
          .contains("Schema being registered is incompatible")
          .doesNotContain("\tat ");
      assertThat(launched.exitCode()).isEqualTo(1);
      assertThat(folder.resolve("state")).doesNotExist();
    } finally {
      registry.stop(0);
    }
  }

  private Set<String> tree() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
