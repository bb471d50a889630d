package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.service.admin.AdminServer;
import io.flowstan.service.admin.Health;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DashboardTest {
  /** Labels that Prometheus adds to what it scrapes. */
  private static final Set<String> SCRAPE_LABELS = Set.of("instance", "job");

  private static final String DATASOURCE_UID = "flowstan-prometheus";
  private final JsonNode dashboard = RepositoryFiles.json("dashboards/generator.json");

  @Test
  void theDashboardIsProvisionedAndNotImported() {
    assertThat(dashboard.path("uid").asText()).isEqualTo("flowstan-generator");
    assertThat(dashboard.path("title").asText()).isEqualTo("Generator");
    assertThat(dashboard.has("__inputs")).isFalse();
    assertThat(dashboard.has("id")).as("an id belongs to one Grafana server").isFalse();
    assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
  }

  @Test
  void everyPanelAndVariableNamesTheProvisionedDatasource() {
    JsonNode provisioned =
        RepositoryFiles.yaml("dashboards/provisioning/datasources/prometheus.yaml");
    assertThat(provisioned.at("/apiVersion").asInt()).isEqualTo(1);
    assertThat(provisioned.at("/datasources/0/uid").asText()).isEqualTo(DATASOURCE_UID);
    List<JsonNode> uses = dashboard.findValues("datasource");
    assertThat(uses).hasSizeGreaterThan(20);
    assertThat(uses).allMatch(use -> use.path("uid").asText().equals(DATASOURCE_UID));
  }

  @Test
  void panelIdsAreUniqueAndPanelsDoNotOverlap() {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
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

  @Test
  void everyPanelHasATitleADescriptionAUnitAndAnExpression() {
    for (JsonNode panel : panels()) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("expr").asText()).as(title).isNotBlank();
      }
    }
  }

  @Test
  void everyMetricAndLabelOfTheDashboardIsInALiveScrape() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ServiceMeters meters = new ServiceMeters(registry);
        AdminServer admin = AdminServer.startOnLoopback(0, registry, Health::ready, List.of())) {
      // Given a service that has sent a flow
      meters.bindJvm();
      TaskMeters task = meters.openTask();
      task.count(aFlow());
      task.countLate(12);
      task.publish();
      // When
      Scrape scrape = Scrape.of(URI.create(admin.uri() + "/metrics"));
      // Then
      for (String expression : expressions()) {
        PromQlNames names = PromQlNames.of(expression);
        assertThat(names.metrics()).as(expression).isNotEmpty();
        Set<String> labels = new HashSet<>(SCRAPE_LABELS);
        for (String metric : names.metrics()) {
          assertThat(scrape.labels()).as(expression).containsKey(metric);
          labels.addAll(scrape.labels().getOrDefault(metric, Set.of()));
        }
        assertThat(labels).as(expression).containsAll(names.labels());
      }
    }
  }

  private List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        expressions.add(target.path("expr").asText());
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      // label_values(metric, label)
      String definition = variable.path("definition").asText();
      assertThat(definition).matches("label_values\\(\\w+, \\w+\\)");
      expressions.add(definition.replaceAll("label_values\\((\\w+), (\\w+)\\)", "$1{$2=\"\"}"));
    }
    return expressions;
  }

  private List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  private static HostFlow aFlow() {
    long endSecond = 1_460_332_800L;
    Flow flow =
        new Flow(endSecond, 0, 1, 2, 40_000, 53, IpProtocol.UDP, 0, 0, 0, 1, 60, "background");
    return new HostFlow(1, 0, endSecond * 1_000, flow);
  }
}
