package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.Resample;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every metric keeps host by host, against tables that have just these hosts. */
class HostsDrawnAgainTest {
  private static final int HOSTS = 6;

  /** They last to the evening, so that drift is there. */
  private static final FlowTable REAL = SessionTraffic.of(1, HOSTS, 8_000);

  private static final FlowTable OTHER = SessionTraffic.of(2, HOSTS, 7_800);
  private static final FlowTable TRAINING = SessionTraffic.of(3, HOSTS, 8_000);

  /** They compare a sample of rows, which another table changes. */
  private static final Set<String> SAMPLED =
      Set.of("marginal", "endpoints", "hours", "dependence", "correlation");

  /** Twice as many rows have half the pseudo-counts, twice as many hosts more peers in common. */
  private static final Set<String> NOT_OF_SHARES =
      Set.of("marginal.kl", "graph.hosts-per-peer", "graph.shared-peers");

  static Stream<Metric> ofWholeTables() {
    return Metrics.withoutJudges(TRAINING).stream()
        .filter(metric -> !SAMPLED.contains(metric.name()));
  }

  static Stream<Metric> all() {
    return Metrics.withoutJudges(TRAINING).stream();
  }

  @ParameterizedTest
  @MethodSource("ofWholeTables")
  void hostsThatAreNotDrawnCountForNothing(Metric metric) {
    // Given four hosts of each side
    int[] real = {1, 0, 1, 1, 0, 1};
    int[] other = {0, 1, 0, 1, 1, 1};

    Map<String, Double> drawn = metric.read(REAL, OTHER, 5).of(new Resample(real, other));

    assertSame(drawn, metric.compare(chosen(REAL, real), chosen(OTHER, other), 5), metric);
  }

  @ParameterizedTest
  @MethodSource("all")
  void drawingEveryHostTwiceChangesNoShare(Metric metric) {
    int[] twice = {2, 2, 2, 2, 2, 2};

    Map<String, Double> drawn = metric.read(REAL, OTHER, 5).of(new Resample(twice, twice));

    assertSame(drawn, metric.compare(REAL, OTHER, 5), metric);
  }

  private static void assertSame(
      Map<String, Double> drawn, Map<String, Double> expected, Metric metric) {
    Map<String, Double> sorted = new TreeMap<>(expected);
    sorted.keySet().removeIf(key -> NOT_OF_SHARES.stream().anyMatch(key::startsWith));
    assertThat(sorted).as(metric.name()).isNotEmpty();
    assertThat(sorted)
        .allSatisfy(
            (key, value) -> assertThat(drawn.get(key)).as(key).isCloseTo(value, within(1e-9)));
  }

  private static FlowTable chosen(FlowTable table, int[] times) {
    List<Integer> hosts = List.copyOf(table.byHost().keySet());
    return table.of(hosts.stream().filter(host -> times[hosts.indexOf(host)] > 0).toList());
  }
}
