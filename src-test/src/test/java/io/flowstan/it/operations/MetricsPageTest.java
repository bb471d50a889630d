package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.service.metrics.ErrorKind;
import io.flowstan.service.metrics.ServiceMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of metrics lists the meters in the words of the class that names them. */
class MetricsPageTest {
  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `flowstan_\\w+` \\|.*$");
  private final String page = RepositoryFiles.text("docs/metrics.md");

  @Test
  void theTableIsTheListOfMeters() {
    // Given
    List<String> expected = new ArrayList<>();
    for (ServiceMeter meter : ServiceMeter.values()) {
      expected.add(row(meter));
    }
    // When
    List<String> documented = new ArrayList<>();
    for (Matcher row = TABLE_ROW.matcher(page); row.find(); ) {
      documented.add(row.group());
    }
    // Then
    assertThat(documented)
        .as("docs/metrics.md has these rows:\n" + String.join("\n", expected) + "\n")
        .isEqualTo(expected);
  }

  @Test
  void everyKindOfErrorIsExplained() {
    for (ErrorKind kind : ErrorKind.values()) {
      assertThat(page).contains("| `" + kind.tag() + "` |");
    }
  }

  private static String row(ServiceMeter meter) {
    List<String> labels = new ArrayList<>();
    meter.tags().forEach(tag -> labels.add("`" + tag + "`"));
    if (meter.kind() == ServiceMeter.Kind.HISTOGRAM) {
      labels.add("`le`");
    }
    String unit = meter.unit() == null ? "" : meter.unit().replace('.', ' ');
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            meter.prometheusName(),
            meter.kind().name().toLowerCase(Locale.ROOT),
            unit,
            String.join(", ", labels),
            meter.meaning())
        .replace("|  |", "| |")
        .replace("|  |", "| |");
  }
}
