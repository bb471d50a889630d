package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.flowstan.it.broker.BrokerUnderTest;
import io.flowstan.it.net.FreePorts;
import io.flowstan.service.command.ControlClientCommand;
import io.flowstan.service.command.DemoCommand;
import io.flowstan.service.command.ReplayCommand;
import io.flowstan.service.command.RunCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's commands as they are typed, with an engine that needs no model. */
class CommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(90);

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
  void controlSteersARunningService() throws Exception {
    // Given a service that would take an hour
    String url = "http://127.0.0.1:" + FreePorts.one();
    CompletableFuture<Result> service =
        CompletableFuture.supplyAsync(
            () ->
                execute(
                    demo(),
                    "demo",
                    "--hosts",
                    "5",
                    "--speed",
                    "1",
                    "--until",
                    "2016-04-11T01:00:00",
                    "--admin-port",
                    url.substring(url.lastIndexOf(':') + 1),
                    "--json"));
    await()
        .atMost(SOON)
        .until(
            () ->
                service.isDone()
                    || control(url, "status", "--json").out().toString().contains("simulatedTime"));
    assertThat(service).as(() -> service.join().err()).isNotDone();

    // When it is told to pause, to do what it cannot, and to hurry
    Result paused = control(url, "pause", "--json");
    Result status = control(url, "status", "--json");
    Result stale = control(url, "resume", "--id", "1", "--json");
    Result unknown = control(url, "swap-bundle", "none");
    Result wrong = control(url, "rate", "often");
    Result resumed = control(url, "resume");
    Result hurried = control(url, "speed", "600", "--json");

    // Then each is answered, and the hour passes in seconds: at once, and the answer comes too late
    assertThat(paused.exitCode()).as(paused.err()).isZero();
    assertThat(paused.json(0).path("outcome").asText()).isEqualTo("applied");
    assertThat(status.json(0).path("tasks"))
        .isNotEmpty()
        .allMatch(task -> task.path("paused").asBoolean());
    assertThat(stale.exitCode()).isEqualTo(1);
    assertThat(stale.err()).contains("not above");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("none").contains("is not configured");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(resumed.out().get(0)).contains("applied");
    assertThat(hurried.exitCode()).isZero();
    Result end = service.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(end.exitCode()).as(end.err()).isZero();
    // a flow per host and second: 18,000
    assertThat(end.json(1).path("flows").asInt()).isBetween(15_000, 21_000);
  }

  @Test
  void controlSaysWhereNoServiceAnswers() throws Exception {
    Result nobody = control("http://127.0.0.1:9", "pause");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err()).contains("no service answers at http://127.0.0.1:9");
    assertThat(control("127.0.0.1", "pause").exitCode()).isEqualTo(2);
  }

  @Test
  void runRefusesARegistryThatDoesNotAnswer(@TempDir Path folder) throws Exception {
    try (BrokerUnderTest broker = BrokerUnderTest.start()) {
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
    try (BrokerUnderTest broker = BrokerUnderTest.start()) {
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

  private static Result replay(BrokerUnderTest broker, Path table, String pace) {
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

  private static Result control(String url, String... command) {
    List<String> arguments = new ArrayList<>(List.of("control", "--admin-url", url));
    arguments.addAll(List.of(command));
    return execute(new ControlClientCommand(), arguments.toArray(String[]::new));
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
