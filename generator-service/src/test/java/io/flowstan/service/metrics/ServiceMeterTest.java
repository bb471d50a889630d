package io.flowstan.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.IpProtocol;
import io.flowstan.reference.ReferenceHistograms;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServiceMeterTest {
  private static final Pattern SERIES = Pattern.compile("(?m)^(flowstan_\\w+)[ {]");

  @Test
  void theNamesOfSeriesAreThoseOfAScrape() {
    // Given
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ServiceMeters meters = new ServiceMeters(registry)) {
      TaskMeters task = meters.openTask();
      task.count(SomeFlows.flow(IpProtocol.TCP, "background", 1, 40));
      task.publish();
      task.window(null, new ReferenceHistograms(Map.of("tos", Map.of("0", 1L))));
      // When
      Set<String> scraped = new TreeSet<>();
      for (Matcher series = SERIES.matcher(registry.scrape()); series.find(); ) {
        scraped.add(series.group(1));
      }
      // Then
      assertThat(scraped).isEqualTo(ServiceMeter.allSeriesNames());
    }
  }

  @Test
  void noTagIsAHostOrAnAddress() {
    assertThat(Arrays.stream(ServiceMeter.values()).flatMap(meter -> meter.tags().stream()))
        .containsOnly("protocol", "label", "port", "hour", "rule", "kind", "bundle", "attribute");
  }

  @Test
  void unitsAreBaseUnits() {
    assertThat(Arrays.stream(ServiceMeter.values()).map(ServiceMeter::unit))
        .containsOnly(
            null, "seconds", "bytes", "packets", "flows", "flows.per.second", "ratio", "nats");
  }
}
