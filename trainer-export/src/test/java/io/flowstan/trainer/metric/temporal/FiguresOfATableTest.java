package io.flowstan.trainer.metric.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.metric.Metric;
import io.flowstan.trainer.metric.graph.PeerGraph;
import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FiguresOfATableTest {
  private static final long WEEK_SECONDS = 7 * 86_400;
  private static final int FLOWS = 4_000;

  static Stream<Metric> metrics() {
    return Stream.of(
        new StreamAutocorrelation(),
        new FlowVolume(),
        new CountBurstiness(),
        new InterArrivals(),
        new StreamShares(),
        new Drift(),
        new PeerGraph());
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void aTableDoesNotDifferFromItself(Metric metric) {
    // Given a week of three hosts that is rich enough for every figure
    FlowTable week = week();

    // When
    Map<String, Double> figures = metric.compare(week, week, 1);

    // Then every announced figure is there, and none other
    assertThat(figures).containsOnlyKeys(metric.figures().stream().map(Figure::key).toList());
    assertThat(figures.values()).allMatch(figure -> figure == 0);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void keysBeginWithTheMetricsName(Metric metric) {
    assertThat(metric.figures()).allMatch(figure -> figure.key().startsWith(metric.name() + "."));
    assertThat(metric.facts(week()).keySet()).allMatch(key -> key.startsWith(metric.name() + "."));
  }

  private static FlowTable week() {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int host = 1; host <= 3; host++) {
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < FLOWS; i++) {
        flows.add(flow(host, i));
      }
      byHost.put(host, flows);
    }
    return new FlowTable("week", 0, 7, byHost);
  }

  private static Flow flow(int host, int i) {
    int peer = 100 + CounterRandom.uniformInt(host, 3L * i, 50);
    boolean out = CounterRandom.uniformInt(host, 3L * i + 1, 2) == 0;
    int bytes = 100 + CounterRandom.uniformInt(host, 3L * i + 2, 1_000);
    return new Flow(
        i * WEEK_SECONDS / FLOWS,
        bytes,
        out ? host : peer,
        out ? peer : host,
        out ? 40_000 : 443,
        out ? 443 : 40_000,
        IpProtocol.UDP,
        0,
        0,
        0,
        2,
        bytes,
        "background");
  }
}
