package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up | up | ''",
        "min(a_seconds{instance=~\"$instance\"}) * 1000 | a_seconds | instance",
        "sum by (protocol) (rate(f_total{x=\"y z\"}[$__rate_interval])) | f_total | protocol,x",
        "sum(rate(a_sum[5m])) / sum without (le) (rate(a_count[5m])) | a_sum,a_count | le",
        "histogram_quantile(0.99, sum by (le, k) (rate(l_bucket[1m]))) | l_bucket | le,k",
        "a unless on (job) b offset 5 | a,b | job",
        "a > 1e3 | a | ''"
      })
  void everyNameIsFound(String expression, String metrics, String labels) {
    PromQlNames names = PromQlNames.of(expression);
    assertThat(names.metrics()).isEqualTo(Set.of(metrics.split(",", -1)));
    assertThat(names.labels())
        .isEqualTo(labels.isEmpty() ? Set.of() : Set.of(labels.split(",", -1)));
  }
}
