package io.flowstan.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {
  @TempDir private Path folder;

  private record Result(int exitCode, String out, String err) {}

  @ParameterizedTest
  @ValueSource(strings = {"service.yaml", "campus.yaml"})
  void theExamplesWouldRun(String file) {
    Result result = check(Path.of("../examples").resolve(file));

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out())
        .contains("would run:", "Bundle           the shipped one, SHA-256 ")
        .contains("Clock", "Topics", "Delivery         exactly once", "Admin");
  }

  @Test
  void allProblemsAreSaidAtOnceALineEach() throws IOException {
    // Given
    Path file = write("pacing: {speeed: 60}\nstreams:\n  threads: none\ncolour: red\n");

    // When
    Result result = check(file, "--admin-port", "99999");

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out().lines())
        .containsExactlyInAnyOrder(
            file + ":1: pacing.speeed: unknown key (did you mean 'speed'?)",
            file + ":3: streams.threads = \"none\": expected a whole number",
            file
                + ":4: colour: unknown key (expected one of kafka, schemaRegistry, topics, streams,"
                + " pacing, population, admin, engine, bundle, bundles)",
            "options: admin: port = 99999: expected 0..65535",
            "4 problems");
  }

  @Test
  void whatClientsWouldRefuseIsSaidWithoutACluster() throws IOException {
    // Given
    Path file =
        write(
            """
            kafka:
              properties: {acks: some, linger.ms: soon, sasl.mechanismm: PLAIN, ssl.key.password: x}
            schemaRegistry:
              url: ftp://user:pa55word@registry
              properties: {max.retries: many}
            """);

    // When
    Result result = check(file);

    // Then
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out())
        .contains("kafka.properties.acks: ", "kafka.properties.linger.ms: ")
        .contains("schemaRegistry: schema.registry.url", "schemaRegistry: max.retries")
        .contains("warning: kafka.properties.sasl.mechanismm: no client knows it")
        .contains("did you mean 'sasl.mechanism'?")
        .doesNotContain("pa55word");
  }

  @Test
  void filesThatAreMissingAreSaidTogetherWithOne() throws IOException {
    // Given
    Path file =
        write(
            """
            bundle: /nowhere/model.zip
            bundles: {web: /nowhere/web.zip}
            admin: {tokenFile: /nowhere/token}
            """);

    // When
    Result result = check(file);

    // Then
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .contains("bundle: bundle /nowhere/model.zip: not there")
        .contains("bundles.web: bundle /nowhere/web.zip: not there")
        .contains("admin: /nowhere/token: no such file")
        .contains("3 problems");
  }

  @Test
  void aFileThatIsNotThereIsAFailure() {
    Result result = check(folder.resolve("none.yaml"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("none.yaml: no such file");
  }

  @Test
  void anOpenPortWithoutATokenIsWarnedOf() throws IOException {
    Result result = check(write("admin: {host: 0.0.0.0}\n"));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("warning: admin: everyone who reaches 0.0.0.0");
  }

  @Test
  void withJsonTheLastLineHoldsIt() throws IOException {
    JsonNode good = json(check(write("population: {hosts: 5}\n"), "--json"));
    JsonNode bad = json(check(write("population: {hosts: -5}\n"), "--json"));

    assertThat(good.path("problems")).isEmpty();
    assertThat(good.path("run").path("Hosts").asText()).contains("5 drawn from 10.0.0.0/8, seed 1");
    assertThat(bad.path("problems")).hasSize(1);
    assertThat(bad.path("run").isNull()).isTrue();
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("service.yaml"), text);
  }

  private static Result check(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", "--config", file.toString()));
    arguments.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Program.of(
                List.of(new CheckCommand()), new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Result(exitCode, out.toString(), err.toString());
  }
}
