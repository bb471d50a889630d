package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.it.operations.Dashboards.Query;
import io.flowstan.reference.ReferenceHistograms;
import io.flowstan.service.metrics.ServiceMeter;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards as files: what Grafana and the names of the service ask of them. */
class DashboardTest {
  /** Labels that Prometheus adds to what it scrapes. */
  private static final Set<String> SCRAPE_LABELS = Set.of("instance", "job");

  private static final String DATASOURCE_UID = "flowstan-prometheus";

  /** Units that the panels use, as Grafana names them; it shows a unit that it does not know. */
  private static final Set<String> UNITS =
      Set.of(
          "Bps", "bytes", "cps", "dateTimeAsIso", "ms", "none", "percentunit", "pps", "s", "short");

  static List<String> files() {
    return Dashboards.files();
  }

  @Test
  void thereIsADashboardForEachSideOfTheService() {
    Map<String, String> titles = new TreeMap<>();
    for (String file : files()) {
      titles.put(file, Dashboards.read(file).path("title").asText());
    }
    assertThat(titles)
        .isEqualTo(
            Map.of(
                "fidelity.json", "Fidelity",
                "generator.json", "Generator",
                "kafka.json", "Kafka",
                "replay.json", "Replay",
                "traffic.json", "Traffic"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aDashboardIsProvisionedAndNotImported(String file) {
    JsonNode dashboard = Dashboards.read(file);
    assertThat(dashboard.path("uid").asText())
        .as("a link to the dashboard stays")
        .isEqualTo("flowstan-" + file.replace(".json", ""));
    assertThat(dashboard.path("uid").asText()).as("Grafana's limit").hasSizeLessThanOrEqualTo(40);
    assertThat(dashboard.has("__inputs")).isFalse();
    assertThat(dashboard.has("__requires")).isFalse();
    assertThat(dashboard.toString()).doesNotContain("${DS_");
    assertThat(dashboard.has("id")).as("an id belongs to one Grafana server").isFalse();
    assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
    assertThat(dashboard.path("tags").toString()).contains("\"flowstan\"");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPanelAndVariableNamesTheProvisionedDatasource(String file) {
    JsonNode provisioned =
        RepositoryFiles.yaml("dashboards/provisioning/datasources/prometheus.yaml");
    assertThat(provisioned.at("/apiVersion").asInt()).isEqualTo(1);
    assertThat(provisioned.at("/datasources/0/uid").asText()).isEqualTo(DATASOURCE_UID);
    JsonNode dashboard = Dashboards.read(file);
    List<JsonNode> uses = dashboard.findValues("datasource");
    assertThat(uses)
        .hasSizeGreaterThanOrEqualTo(
            Dashboards.panels(dashboard).size() + Dashboards.queries(file, dashboard).size())
        .allMatch(use -> use.path("uid").asText().equals(DATASOURCE_UID))
        .allMatch(use -> use.path("type").asText().equals("prometheus"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void panelIdsAreUniqueAndPanelsDoNotOverlap(String file) {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : Dashboards.read(file).path("panels")) {
      String title = panel.path("title").asText();
      assertThat(ids.add(panel.path("id").asInt())).as("id of '%s' is its own", title).isTrue();
      JsonNode grid = panel.path("gridPos");
      assertThat(grid.path("x").asInt() + grid.path("w").asInt()).as(title).isBetween(1, 24);
      for (int x = 0; x < grid.path("w").asInt(); x++) {
        for (int y = 0; y < grid.path("h").asInt(); y++) {
          String cell = (grid.path("x").asInt() + x) + "," + (grid.path("y").asInt() + y);
          assertThat(cells.add(cell)).as("'%s' has cell %s alone", title, cell).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPanelHasATitleOfItsOwnADescriptionAUnitAndAnExpression(String file) {
    Set<String> titles = new HashSet<>();
    for (JsonNode panel : Dashboards.panels(Dashboards.read(file))) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(titles.add(title)).as("'%s' is there once", title).isTrue();
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isIn(UNITS);
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      Set<String> letters = new HashSet<>();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("expr").asText()).as(title).isNotBlank();
        assertThat(letters.add(target.path("refId").asText())).as(title).isTrue();
      }
    }
  }

  /** A unit says what the metric's name says: seconds are shown as seconds, bytes as bytes. */
  @ParameterizedTest
  @MethodSource("files")
  void theUnitOfAPanelIsThatOfItsMetric(String file) {
    for (JsonNode panel : Dashboards.panels(Dashboards.read(file))) {
      String unit = panel.at("/fieldConfig/defaults/unit").asText();
      String expression = panel.at("/targets/0/expr").asText();
      String where = file + " / " + panel.path("title").asText() + ": " + expression;
      boolean isRatio = expression.contains(") / ");
      if (expression.contains("_seconds_bucket") || expression.startsWith("max(flowstan_simu")) {
        assertThat(unit).as(where).isEqualTo("s");
      }
      if (expression.contains("rate(flowstan_flow_bytes_total") && !isRatio) {
        assertThat(unit).as(where).isEqualTo("Bps");
      }
      if (expression.matches("sum( by \\(\\w+\\))? \\(?rate\\(flowstan_flows_total.*")
          && !isRatio) {
        assertThat(unit).as(where).isEqualTo("cps");
      }
      if (expression.contains("_latency_") || expression.contains("_queue_time_")) {
        assertThat(unit).as(where + " (Kafka's clients measure in ms)").isEqualTo("ms");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyMetricIsOneOfTheServiceOrOfABinder(String file) {
    JsonNode dashboard = Dashboards.read(file);
    List<String> problems = new ArrayList<>();
    Dashboards.queries(file, dashboard).forEach(q -> problems.addAll(Dashboards.problems(q)));
    Dashboards.variables(file, dashboard).forEach(q -> problems.addAll(Dashboards.problems(q)));
    assertThat(problems).isEmpty();
  }

  @Test
  void aRenamedMetricIsAProblem() throws Exception {
    // Given a dashboard that asks for a metric under an old name
    String file = "generator.json";
    JsonNode renamed =
        new ObjectMapper()
            .readTree(
                Dashboards.read(file)
                    .toString()
                    .replace("flowstan_simulated_lag_seconds", "flowstan_clock_lag_seconds"));
    // When
    List<String> problems = new ArrayList<>();
    Dashboards.queries(file, renamed).forEach(q -> problems.addAll(Dashboards.problems(q)));
    // Then
    assertThat(problems)
        .containsExactly(
            "generator.json / Lag / A: 'flowstan_clock_lag_seconds' is no metric of the service",
            "generator.json / Lag and spread / A: 'flowstan_clock_lag_seconds' is no metric of the"
                + " service");
  }

  @Test
  void everyMetricOfTheServiceIsOnADashboard() {
    Set<String> shown = new HashSet<>();
    for (String file : files()) {
      for (Query query : Dashboards.queries(file, Dashboards.read(file))) {
        shown.addAll(PromQlNames.of(query.expression()).metrics());
      }
    }
    for (ServiceMeter meter : ServiceMeter.values()) {
      // what one advance hands out is the batch size times the steps; it is for bisecting
      if (meter != ServiceMeter.ADVANCE_FLOWS) {
        assertThat(meter.seriesNames()).as(meter.meterName()).anyMatch(shown::contains);
      }
    }
  }

  @Test
  void everyMetricAndLabelOfTheServiceAndTheJvmIsInALiveScrape() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ServiceMeters meters = new ServiceMeters(registry)) {
      // Given a service that has sent a flow
      meters.bindJvm();
      TaskMeters task = meters.openTask();
      task.window(null, new ReferenceHistograms(Map.of("protocol", Map.of("UDP", 1L))));
      task.count(aFlow());
      task.countLate(12);
      task.publish();
      // When
      Scrape scrape = Scrape.parse(registry.scrape());
      // Then
      for (String file : files()) {
        for (Query query : Dashboards.queries(file, Dashboards.read(file))) {
          PromQlNames names = PromQlNames.of(query.expression());
          if (names.metrics().stream().anyMatch(metric -> metric.startsWith("kafka_"))) {
            continue; // where there is a broker, see DashboardsOnPrometheusIT
          }
          Set<String> labels = new HashSet<>(SCRAPE_LABELS);
          for (String metric : names.metrics()) {
            if (!metric.equals("flowstan_fidelity_divergence_nats")) { // NaN: nothing compared yet
              assertThat(scrape.labels()).as(query.where()).containsKey(metric);
            }
            labels.addAll(scrape.labels().getOrDefault(metric, Set.of("attribute", "bundle")));
          }
          assertThat(labels).as(query.where()).containsAll(names.labels());
        }
      }
    }
  }

  private static HostFlow aFlow() {
    long endSecond = 1_460_332_800L;
    Flow flow =
        new Flow(endSecond, 0, 1, 2, 40_000, 53, IpProtocol.UDP, 0, 0, 0, 1, 60, "background");
    return new HostFlow(1, 0, endSecond * 1_000, flow);
  }
}
