package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.Comparison;
import io.flowstan.trainer.metric.HostValues;
import io.flowstan.trainer.metric.temporal.FlowVolume;
import io.flowstan.trainer.report.Spread;
import io.flowstan.trainer.table.FlowTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

/** Of 4,000 rounds a standard deviation is known to 1.1 %; the bars are at 5 %. */
class HostRoundsTest {
  private static final int ROUNDS = 4_000;

  /** Flows of ten hosts each. */
  private static final int[] REAL = {12, 80, 300, 45, 900, 6, 1500, 70, 250, 3000};

  private static final int[] OTHER = {20, 90, 400, 2, 1100, 150, 60, 4200, 10, 520};

  @Test
  void theSpreadOfADifferenceOfMeansIsItsClosedForm() {
    // Given numbers of six and of four hosts
    HostValues real = new HostValues(new double[] {1, 5, 2, 8, 4, 4});
    HostValues other = new HostValues(new double[] {3, 9, 7, 1});
    Comparison means =
        drawn ->
            Map.of(
                "mean",
                StatUtils.mean(real.drawn(drawn.real()))
                    - StatUtils.mean(other.drawn(drawn.other())));
    FlowTable recorded = withFlows(1, new int[6]);

    // When
    double[] rounds = of(rounds(means, recorded, 4, 0), "mean");

    // Then: sqrt(var / 6 + var / 4) with variances over n, numpy's default
    assertThat(Spread.deviation(rounds, 1)).isCloseTo(1.82574, within(.05 * 1.82574));
    assertThat(StatUtils.mean(rounds)).isCloseTo(-1, within(.1));
  }

  @Test
  void theSpreadOfTheVolumeIsThatOfSciPy() {
    // Given
    FlowTable real = withFlows(1, REAL);
    FlowTable other = withFlows(2, OTHER);

    // When
    Map<String, double[]> rounds = rounds(new FlowVolume().read(real, other, 1), real, 10, 0);

    // Then: scipy.stats.bootstrap((REAL, OTHER), f, n_resamples=20000, vectorized=False,
    // rng=default_rng(1)).standard_error with ks_2samp(a, b).statistic and |ln(mean(b) / mean(a))|
    assertThat(spread(rounds, "volume.ks")).isCloseTo(.11637, within(.05 * .11637));
    assertThat(spread(rounds, "volume.total")).isCloseTo(.55716, within(.05 * .55716));
  }

  @Test
  void theSpreadOfAMedianIsThatOfSciPy() {
    HostValues real = new HostValues(Arrays.stream(REAL).asDoubleStream().toArray());
    HostValues other = new HostValues(Arrays.stream(OTHER).asDoubleStream().toArray());
    Comparison medians =
        drawn -> {
          OptionalDouble a = real.median(drawn.real());
          OptionalDouble b = other.median(drawn.other());
          return Map.of("median", Math.abs(a.orElseThrow() - b.orElseThrow()));
        };

    // scipy.stats.bootstrap as above with |median(a) - median(b)|
    assertThat(spread(rounds(medians, withFlows(1, REAL), 10, 0), "median"))
        .isCloseTo(249.73, within(.07 * 249.73));
  }

  @Test
  void everyDrawMeetsTheSameRecordedHostsInARound() {
    // Given a comparison that tells which hosts were drawn
    FlowTable recorded = withFlows(1, REAL);
    Comparison which =
        drawn ->
            Map.of(
                "real", (double) Arrays.hashCode(drawn.real()),
                "other", (double) Arrays.hashCode(drawn.other()));

    // When
    Map<String, double[]> first = rounds(which, recorded, 10, 0);
    Map<String, double[]> second = rounds(which, recorded, 10, 1);

    // Then
    assertThat(second.get("real")).isEqualTo(first.get("real"));
    assertThat(second.get("other")).isNotEqualTo(first.get("other"));
  }

  @Test
  void aRecordedHostIsDrawnAsOftenWhicheverOthersADrawTakes() {
    // Given draws of six hosts each that have two in common
    FlowTable recorded = withFlows(1, REAL);
    List<Integer> hosts = List.copyOf(recorded.byHost().keySet());
    Comparison fifthHost = drawn -> Map.of("times", (double) drawn.real()[4]);
    Comparison firstHost = drawn -> Map.of("times", (double) drawn.real()[0]);

    // Then
    HostRounds rounds = new HostRounds(50, 3, recorded);
    assertThat(rounds.of(firstHost, recorded.of(hosts.subList(4, 10)), 10, 1))
        .usingRecursiveComparison()
        .isEqualTo(rounds.of(fifthHost, recorded.of(hosts.subList(0, 6)), 10, 0));
  }

  @Test
  void aRoundThatDoesNotAllowAFigureIsNotANumber() {
    Comparison sometimes =
        drawn -> drawn.other()[0] == 0 ? Map.of() : Map.of("figure", (double) drawn.other()[0]);

    double[] rounds = of(rounds(sometimes, withFlows(1, REAL), 10, 0), "figure");

    // a host of ten is missed by (9 / 10)^10 = .349 of the rounds
    long missed = Arrays.stream(rounds).filter(Double::isNaN).count();
    assertThat((double) missed / ROUNDS).isCloseTo(.349, within(.04));
  }

  @Test
  void oneHostSaysNothingOfOthers() {
    Comparison one = drawn -> Map.of("figure", 1.0);

    assertThat(rounds(one, withFlows(1, new int[1]), 10, 0)).isEmpty();
    assertThat(rounds(one, withFlows(1, REAL), 1, 0)).isEmpty();
  }

  private static double spread(Map<String, double[]> rounds, String key) {
    return Spread.deviation(of(rounds, key), 1);
  }

  private static double[] of(Map<String, double[]> rounds, String key) {
    return rounds.getOrDefault(key, new double[0]);
  }

  private static Map<String, double[]> rounds(
      Comparison comparison, FlowTable recorded, int otherHosts, int draw) {
    return new HostRounds(ROUNDS, 3, recorded).of(comparison, recorded, otherHosts, draw);
  }

  private static FlowTable withFlows(int net, int[] flows) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int host = 0; host < flows.length; host++) {
      List<Flow> stream =
          SessionTraffic.of(net, 1, flows[host] + 1).byHost().values().iterator().next();
      byHost.put(256 * net + host, stream.subList(0, flows[host]));
    }
    return new FlowTable("flows", SessionTraffic.START_SECOND, 1, byHost);
  }
}
