package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.Program;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.service.broker.EmbeddedBroker;
import io.flowstan.service.command.DemoCommand;
import io.flowstan.service.command.ReplayCommand;
import io.flowstan.service.command.RunCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's commands as they are typed, with an engine that needs no model. */
class CommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a command printed, and its exit code. */
  private record Result(int exitCode, List<String> out, String err) {
    JsonNode json(int line) throws IOException {
      return JSON.readTree(out.get(line));
    }
  }

  @Test
  void demoStreamsAndEndsWithItsSummary() throws Exception {
    // When
    Result result =
        execute(demo(), "demo", "--hosts", "20", "--speed", "60", "--for", "4s", "--json");

    // Then
    assertThat(result.err()).contains("Kafka");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).hasSize(2);
    assertThat(result.json(0).fieldNames())
        .toIterable()
        .containsExactly("bootstrapServers", "schemaRegistryUrl", "topic", "adminUrl");
    JsonNode summary = result.json(1);
    // 20 hosts, a flow a second each, 60 times as fast: 4,800 in 4 s, if nothing is late
    assertThat(summary.get("flows").asLong()).isBetween(2_000L, 8_000L);
    assertThat(summary.get("seconds").asDouble()).isBetween(3.9, 15.0);
    assertThat(summary.get("flowsPerSecond").asDouble()).isPositive();
  }

  @Test
  void demoKeepsToItsRateAndShowsPeopleWhatItDid() throws Exception {
    // When
    Result result = execute(demo(), "demo", "--hosts", "5", "--rate", "300", "--for", "3s");

    // Then
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(String.join("\n", result.out()))
        .contains("Schema registry  http://")
        .contains("flows of 5 hosts")
        .contains("TCP");
  }

  @Test
  void demoRefusesTwoPacesAndBadNetworks() throws Exception {
    assertThat(execute(demo(), "demo", "--max", "--rate", "3").exitCode()).isEqualTo(2);
    assertThat(execute(demo(), "demo", "--rate", "-3").err()).contains("rate = -3.0");
    assertThat(execute(demo(), "demo", "--network", "10.0.0.0").exitCode()).isEqualTo(2);
  }

  @Test
  void runRefusesARegistryThatDoesNotAnswer(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      // When
      Result result =
          execute(
              new RunCommand((bundle, network, threads) -> new FakeHostStreams(1_000)),
              "run",
              "--bootstrap-server",
              broker.bootstrapServers(),
              "--schema-registry",
              "http://127.0.0.1:9",
              "--command-property",
              "max.retries=0",
              "--admin-port",
              "0",
              "--state-dir",
              folder.toString());

      // Then
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("127.0.0.1:9");
    }
  }

  @Test
  void replayAtMaxPutsEveryFlowOnTheTopicOnce(@TempDir Path folder) throws Exception {
    // Given a table of 3,000 flows
    List<Flow> flows = flows();
    Path table = folder.resolve("flows.csv");
    try (FlowWriter writer = FlowWriter.open(table, FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      // When
      Result result = replay(broker, table, "--max");

      // Then
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.json(1).get("flows").asInt()).isEqualTo(flows.size());
      CommittedFlows sent = CommittedFlows.read(broker.bootstrapServers(), "flowstan.flows");
      assertThat(sent.size()).isEqualTo(flows.size());
      assertThat(sent.sequences()).hasSize(10);
      assertThat(sent.sequenceProblems()).isEmpty();
    }
  }

  @Test
  void replaySendsNothingOfATableWithAMalformedRow(@TempDir Path folder) throws Exception {
    // Given
    Path table = folder.resolve("flows.csv");
    Files.writeString(table, "2016-04-11 00:00:01,0.000,1.2.3.4\n");

    // When
    Result result =
        execute(new ReplayCommand(), "replay", table.toString(), "--bootstrap-server", "x:1");

    // Then the broker was not even asked for
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("flows.csv:1");
  }

  private static Result replay(EmbeddedBroker broker, Path table, String pace) {
    return execute(
        new ReplayCommand(),
        "replay",
        table.toString(),
        pace,
        "--bootstrap-server",
        broker.bootstrapServers(),
        "--network",
        "10.0.0.0/24",
        "--admin-port",
        "0",
        "--json");
  }

  private static List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    try (FakeHostStreams engine = new FakeHostStreams(1_000)) {
      for (int host = 1; host <= 10; host++) {
        engine.add(new HostSpec(Ipv4.parse("10.0.0.0") + host, 3, TestCluster.START_MS));
      }
      engine.advance(Long.MAX_VALUE, 3_000, sent -> flows.add(sent.flow()));
    }
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    return flows;
  }

  private static FlowstanCommand demo() {
    return new DemoCommand((bundle, network, threads) -> new FakeHostStreams(1_000));
  }

  private static Result execute(FlowstanCommand command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Program.of(List.of(command), new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exitCode, out.toString().lines().toList(), err.toString());
  }
}
