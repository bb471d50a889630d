package io.flowstan.it.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.service.metrics.ServiceMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The dashboards of the repository, and what their panels ask Prometheus. */
public final class Dashboards {
  /** How names of series begin that Micrometer's binders make: of Kafka's clients, of the JVM. */
  private static final List<String> BOUND = List.of("kafka_", "jvm_", "process_");

  private Dashboards() {}

  /**
   * One question of a panel.
   *
   * @param dashboard the file
   * @param panel its title
   * @param refId the query's letter
   * @param expression in PromQL, with Grafana's variables
   */
  public record Query(String dashboard, String panel, String refId, String expression) {
    /** The dashboard's file, the panel's title and the query's letter. */
    public String where() {
      return dashboard + " / " + panel + " / " + refId;
    }
  }

  /** The files' names, without folder. */
  public static List<String> files() {
    try (Stream<Path> files = Files.list(RepositoryFiles.ROOT.resolve("dashboards"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The dashboard in {@code file}. */
  public static JsonNode read(String file) {
    return RepositoryFiles.json("dashboards/" + file);
  }

  /** Panels that show something, in their order. */
  static List<JsonNode> panels(JsonNode dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  /** All queries of the panels of {@code dashboard}, which is in {@code file}. */
  public static List<Query> queries(String file, JsonNode dashboard) {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels(dashboard)) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                file,
                panel.path("title").asText(),
                target.path("refId").asText(),
                target.path("expr").asText()));
      }
    }
    return queries;
  }

  /** What fills the variables of {@code dashboard}, as a query that returns their values. */
  public static List<Query> variables(String file, JsonNode dashboard) {
    List<Query> queries = new ArrayList<>();
    for (JsonNode variable : dashboard.at("/templating/list")) {
      String definition = variable.path("definition").asText();
      if (!definition.matches("label_values\\(\\w+, \\w+\\)")) {
        throw new IllegalStateException(
            file + ": variable '" + definition + "': expected label_values(metric, label)");
      }
      queries.add(
          new Query(
              file,
              "$" + variable.path("name").asText(),
              "A",
              definition.replaceAll("label_values\\((\\w+), (\\w+)\\)", "count by ($2) ($1)")));
    }
    return queries;
  }

  /**
   * What is wrong with the metrics that {@code query} names: none, or one that neither the service
   * nor a binder has.
   */
  public static List<String> problems(Query query) {
    Set<String> metrics = PromQlNames.of(query.expression()).metrics();
    List<String> problems = new ArrayList<>();
    if (metrics.isEmpty()) {
      problems.add(query.where() + ": names no metric");
    }
    Set<String> known = ServiceMeter.allSeriesNames();
    for (String metric : metrics) {
      if (!known.contains(metric) && BOUND.stream().noneMatch(metric::startsWith)) {
        problems.add(query.where() + ": '" + metric + "' is no metric of the service");
      }
    }
    return problems;
  }
}
