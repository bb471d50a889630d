package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.it.net.FreePorts;
import io.flowstan.it.operations.Dashboards;
import io.flowstan.it.operations.Dashboards.Query;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of every dashboard, asked of a Prometheus that scrapes the service and a replay: at a
 * calm moment, at one with four times the load, and at one when the machine cannot keep up.
 */
class DashboardsOnPrometheusIT {
  private static final double CALM = 150;
  private static final double BUSY = 600;

  /** Long enough for the ten seconds that rates are taken over, and a commit. */
  private static final Duration PHASE = Duration.ofSeconds(14);

  /** By so much the replay's load grows after the service's. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  /** Panels whose sum grows with the load. The bytes of few flows may be anything. */
  private static final Set<String> GROW =
      Set.of(
          "generator.json / Flows per second / A",
          "generator.json / Rate / A",
          "generator.json / Rate / B",
          "generator.json / Simulated seconds per second / A",
          "traffic.json / Flows by protocol / A",
          "traffic.json / Flows by label / A",
          "traffic.json / Flows by port / A",
          "kafka.json / Records / A",
          "kafka.json / Bytes out / A",
          "replay.json / Flows per second / A",
          "replay.json / Rate / A",
          "replay.json / Rate / B",
          "replay.json / Recorded seconds per second / A",
          "replay.json / Protocols / A",
          "replay.json / Labels / A",
          "replay.json / Ports / A",
          "replay.json / Records / A");

  /** What may stay the same whatever the load: where all is well, or by its nature. */
  private static final Set<String> STEADY =
      Set.of(
          // nothing went wrong, nothing was restored or replaced
          "fidelity.json / Broken rules / A",
          "generator.json / Broken rules / A",
          "generator.json / Broken rules by kind / A",
          "generator.json / Errors / A",
          "generator.json / Errors by kind / A",
          "generator.json / Records restored / A",
          "generator.json / Restarts / A",
          "generator.json / Restarts / B",
          "generator.json / Restored / A",
          "kafka.json / Failed sends / A",
          "kafka.json / Input lag / A",
          "kafka.json / Lag of the input / A",
          "kafka.json / Records / B",
          "kafka.json / Records / C",
          "kafka.json / Restored / A",
          "kafka.json / Tasks / A",
          "kafka.json / Tasks / B",
          "kafka.json / Threads / B",
          "kafka.json / Throttling / A",
          "replay.json / Lag / A",
          "replay.json / Late flows / A",
          "replay.json / Malformed rows / A",
          // a machine with time to spare
          "generator.json / Deficit of the rate / A",
          "generator.json / Garbage collection / A",
          "kafka.json / Buffer / A",
          "replay.json / Flows owed / A",
          // the same hosts, threads, tables, instances and training flows throughout
          "fidelity.json / $bundle / A",
          "fidelity.json / $instance / A",
          "fidelity.json / Hour profile / B",
          "generator.json / $instance / A",
          "generator.json / Hosts / A",
          "generator.json / Threads / A",
          "kafka.json / $instance / A",
          "kafka.json / Stream threads / A",
          "kafka.json / Threads / A",
          "replay.json / $instance / A",
          "replay.json / Hosts / A",
          "replay.json / Position / B",
          "traffic.json / $instance / A",
          "traffic.json / Hour profile / B",
          // the largest of the last half minute, a setting, a rare label
          "kafka.json / Commit latency / B",
          "kafka.json / Compression / A",
          "kafka.json / Request latency / B",
          "traffic.json / Labelled otherwise / A");

  @TempDir private static Path folder;
  private static Launched demo;
  private static Launched replay;
  private static PrometheusProcess prometheus;
  private static Instant calm;
  private static Instant busy;
  private static Instant late;

  @BeforeAll
  static void runThroughCalmBusyAndLate() throws Exception {
    PrometheusProcess.require();
    int[] ports = FreePorts.take(2);
    String demoPort = Integer.toString(ports[0]);
    String replayPort = Integer.toString(ports[1]);
    prometheus =
        PrometheusProcess.start(
            folder, List.of("127.0.0.1:" + demoPort, "127.0.0.1:" + replayPort));
    demo =
        Launched.start(
            folder,
            "demo",
            "--hosts",
            "20", // a few thousand flows an hour: simulated time goes through hours
            "--rate",
            Double.toString(CALM),
            "--seed",
            "7",
            "--admin-port",
            demoPort,
            "--json");
    JsonNode service = demo.awaitFirstLine();
    replay =
        Launched.start(
            folder,
            "replay",
            recordedTable().toString(),
            "--network",
            "10.0.0.0/8",
            "--rate",
            "step %s %s %ds".formatted(CALM, BUSY, PHASE.plus(SLACK).toSeconds()),
            "--bootstrap-server",
            service.path("bootstrapServers").asText(),
            "--topic",
            "recorded.flows",
            "--admin-port",
            replayPort,
            "--json");
    replay.awaitFirstLine();
    // from here on the replay is calm for the time of a phase
    calm = prometheus.lastScraped(after(PHASE));
    order(service, "{\"command\": \"rate\", \"value\": " + BUSY + "}");
    busy = prometheus.lastScraped(after(PHASE.plus(SLACK)));
    order(service, "{\"command\": \"speed\", \"value\": 1000000}");
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> sum(prometheus.query("sum(rate(flowstan_flows_late_total[10s]))", null)) > 0);
    late = prometheus.lastScraped(Instant.now());
    replay.close();
    demo.close();
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable started : new AutoCloseable[] {prometheus, replay, demo}) {
      if (started != null) {
        closeQuietly(started);
      }
    }
  }

  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (String file : Dashboards.files()) {
      JsonNode dashboard = Dashboards.read(file);
      queries.addAll(Dashboards.variables(file, dashboard));
      queries.addAll(Dashboards.queries(file, dashboard));
    }
    return queries;
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyQueryReturnsData(Query query) throws Exception {
    assertThat(Dashboards.problems(query)).isEmpty();
    assertThat(finiteSomewhere(query)).as("%s: %s", query.where(), query.expression()).isTrue();
  }

  @Test
  void aRenamedMetricReturnsNone() throws Exception {
    for (String file : Dashboards.files()) {
      for (Query query : Dashboards.queries(file, renamed(Dashboards.read(file)))) {
        assertThat(finiteSomewhere(query)).as(query.where()).isFalse();
      }
    }
  }

  @Test
  void whatDependsOnTheLoadGrowsWithIt() throws Exception {
    List<String> grown = new ArrayList<>();
    for (Query query : queries()) {
      if (GROW.contains(query.where())) {
        double before = sum(ask(query, calm));
        double after = sum(ask(query, busy));
        // 4 times where it is followed at once; Kafka's and the mean of ten seconds lag behind.
        // How long hosts take for so many flows changes by itself
        boolean isTime = query.panel().endsWith("seconds per second");
        assertThat(after / before)
            .as("%s: %s to %s", query.where(), before, after)
            .isBetween(isTime ? 1.2 : 2.0, isTime ? 40.0 : 8.0);
        grown.add(query.where());
      }
    }
    assertThat(grown).containsExactlyInAnyOrderElementsOf(GROW);
  }

  @Test
  void allElseChangesOrIsKnownToBeSteady() throws Exception {
    List<String> same = new ArrayList<>();
    for (Query query : queries()) {
      String before = values(ask(query, calm));
      if (before.equals(values(ask(query, busy))) && before.equals(values(ask(query, late)))) {
        same.add(query.where());
      }
    }
    assertThat(same).isSubsetOf(STEADY);
  }

  @Test
  void aServiceThatCannotKeepUpIsSeenToBeLate() throws Exception {
    for (String panel : List.of("Lag", "Late flows", "Lateness")) {
      for (Query query : Dashboards.queries("generator.json", Dashboards.read("generator.json"))) {
        if (query.panel().equals(panel)) {
          assertThat(sum(ask(query, late))).as(query.where()).isPositive();
          assertThat(sum(ask(query, busy))).as(query.where()).isLessThan(sum(ask(query, late)));
        }
      }
    }
  }

  /** Flows of 20 hosts for two hours, some 36,000: more than are sent here. */
  private static Path recordedTable() throws IOException {
    Path table = folder.resolve("recorded.csv");
    try (FlowWriter writer = FlowWriter.open(table, FlowFormat.UGR16);
        HostStreams hosts = new FakeHostStreams(4_000)) {
      long startMs = Instant.parse("2016-04-11T00:00:00Z").toEpochMilli();
      for (int host = 1; host <= 20; host++) {
        hosts.add(new HostSpec(Ipv4.parse("10.0.0.0") + host, 7, startMs));
      }
      List<HostFlow> flows = new ArrayList<>();
      hosts.advance(startMs + Duration.ofHours(2).toMillis(), Integer.MAX_VALUE, flows::add);
      for (HostFlow flow : flows) {
        writer.write(flow.flow());
      }
      writer.commit();
    }
    return table;
  }

  private static void order(JsonNode service, String command) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(service.path("adminUrl").asText() + "/control"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(command))
                    .build(),
                BodyHandlers.ofString());
    // accepted, where the tasks have not answered in time: they will obey
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
  }

  /** Waits for so much of the clock that Prometheus goes by; there is nothing else to wait for. */
  private static Instant after(Duration time) {
    Instant end = Instant.now().plus(time);
    await()
        .atMost(time.plusSeconds(10))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> Instant.now().isAfter(end));
    return end;
  }

  private static boolean finiteSomewhere(Query query) throws Exception {
    for (Instant moment : List.of(calm, busy, late)) {
      for (JsonNode series : ask(query, moment)) {
        if (Double.isFinite(value(series))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The answer to a query with Grafana's variables filled in: all instances, short windows. */
  private static JsonNode ask(Query query, Instant at) throws Exception {
    String expression =
        query
            .expression()
            .replace("$__rate_interval", "10s")
            .replace("$__range", "30s")
            .replaceAll("=~\"\\$\\w+\"", "=~\".*\"");
    assertThat(expression).as("%s: every variable is filled in", query.where()).doesNotContain("$");
    return prometheus.query(expression, at);
  }

  private static JsonNode renamed(JsonNode dashboard) throws IOException {
    return new ObjectMapper()
        .readTree(
            dashboard
                .toString()
                .replaceAll("\\b(flowstan|kafka|jvm|process)(_\\w+)(?=[{\\[) >])", "$1_renamed$2"));
  }

  private static double sum(JsonNode result) {
    return sum(result, DashboardsOnPrometheusIT::value);
  }

  private static double sum(JsonNode result, ToDoubleFunction<JsonNode> value) {
    double sum = 0;
    for (JsonNode series : result) {
      double number = value.applyAsDouble(series);
      sum += Double.isFinite(number) ? number : 0;
    }
    return sum;
  }

  private static double value(JsonNode series) {
    String text = series.at("/value/1").asText();
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The values of all series, to be compared with those of another moment. */
  private static String values(JsonNode result) {
    List<String> values = new ArrayList<>();
    result.forEach(series -> values.add(series.path("metric") + " " + series.at("/value/1")));
    values.sort(null);
    return values.toString();
  }

  private static void closeQuietly(AutoCloseable started) {
    try {
      started.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
