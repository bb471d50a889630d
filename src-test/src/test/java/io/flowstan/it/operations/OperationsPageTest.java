package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.service.metrics.ErrorKind;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operations page lists what the service shows, in the words of the service. */
class OperationsPageTest {
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (flowstan_\\w+) (.*)$");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (flowstan_\\w+) (\\w+)$");
  private static final Pattern TABLE_ROW =
      Pattern.compile("(?m)^\\| `(flowstan_\\w+)` \\| (\\w+) \\|[^|]*\\| (.*) \\|$");
  private final String page = RepositoryFiles.text("docs/operations.md");

  @Test
  void theTableOfMetricsIsWhatAScrapeShows() {
    // Given
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    String scrape;
    try (ServiceMeters meters = new ServiceMeters(registry)) {
      TaskMeters task = meters.openTask();
      task.count(aFlow());
      task.publish();
      scrape = registry.scrape();
    }
    Map<String, String> shown = new TreeMap<>();
    Map<String, String> helps = new TreeMap<>();
    for (Matcher help = HELP.matcher(scrape); help.find(); ) {
      helps.put(help.group(1), help.group(2));
    }
    for (Matcher type = TYPE.matcher(scrape); type.find(); ) {
      if (!type.group(1).endsWith("_max")) { // a part of its timer, not a metric of its own
        shown.put(type.group(1), type.group(2) + ": " + helps.get(type.group(1)));
      }
    }
    // When
    Map<String, String> documented = new TreeMap<>();
    for (Matcher row = TABLE_ROW.matcher(page); row.find(); ) {
      documented.put(row.group(1), row.group(2) + ": " + row.group(3));
    }
    // Then
    assertThat(documented).isEqualTo(shown);
  }

  @Test
  void everyKindOfErrorIsExplained() {
    for (ErrorKind kind : ErrorKind.values()) {
      assertThat(page).contains("| `" + kind.tag() + "` |");
    }
  }

  private static HostFlow aFlow() {
    long endSecond = 1_460_332_800L;
    Flow flow =
        new Flow(endSecond, 0, 1, 2, 40_000, 53, IpProtocol.UDP, 0, 0, 0, 1, 60, "background");
    return new HostFlow(1, 0, endSecond * 1_000, flow);
  }
}
