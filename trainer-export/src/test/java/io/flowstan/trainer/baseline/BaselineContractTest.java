package io.flowstan.trainer.baseline;

import static io.flowstan.trainer.baseline.SmallTable.START_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.trainer.baseline.Baseline.Population;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every baseline alike. */
class BaselineContractTest {
  private static final FlowTable TRAINING = SmallTable.varied(1, 500);
  private static final RowBootstrap BOOTSTRAP = RowBootstrap.fit(TRAINING);
  private static final List<Baseline> WITH_LIKELIHOOD =
      List.of(
          IndependentMixtures.fit(TRAINING, 1),
          BayesianBaseline.fit(TRAINING),
          BayesianNetworkBaseline.inRow(TRAINING),
          BayesianNetworkBaseline.sequential(TRAINING));

  static List<Baseline> withLikelihood() {
    return WITH_LIKELIHOOD;
  }

  static List<Baseline> all() {
    return Stream.concat(Stream.of(BOOTSTRAP), WITH_LIKELIHOOD.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameSeedGivesTheSameFlows(Baseline baseline) throws IOException {
    assertThat(generated(baseline, 5)).isEqualTo(generated(baseline, 5));
  }

  @ParameterizedTest
  @MethodSource("all")
  void anotherSeedGivesOtherFlows(Baseline baseline) throws IOException {
    assertThat(generated(baseline, 5)).isNotEqualTo(generated(baseline, 6));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyFlowHasItsHostAtOneEndOnly(Baseline baseline) throws IOException {
    assertThat(generated(baseline, 5))
        .isNotEmpty()
        .allMatch(made -> made.flow().peerOf(made.host()) != made.host());
  }

  @ParameterizedTest
  @MethodSource("all")
  void noHostOfTrainingIsGenerated(Baseline baseline) throws IOException {
    assertThat(generated(baseline, 5))
        .noneMatch(made -> TRAINING.byHost().containsKey(made.host()));
  }

  @ParameterizedTest
  @MethodSource("withLikelihood")
  void everyAttributeHasAFiniteCostThoughNeverSeen(Baseline baseline) {
    // Given a flow that is like none of training in anything
    int host = Ipv4.parse("42.219.9.9");
    Flow strange =
        new Flow(
            START_SECOND + 80_000, 364_000, 1, host, 7, 9, 89, 63, 0, 255, 1L << 40, 1L << 60, "x");

    Map<Attribute, Double> nats = baseline.nats(host, List.of(strange, strange), START_SECOND);

    assertThat(nats).containsOnlyKeys(Attribute.values());
    assertThat(nats.values()).allMatch(cost -> cost >= 0 && cost < 200);
  }

  @ParameterizedTest
  @MethodSource("withLikelihood")
  void theProbabilitiesOfAllProtocolsSumToOne(Baseline baseline) {
    // Given a second flow that differs by nothing but its protocol
    int host = SmallTable.host(0);
    Flow first = SmallTable.flow(host, START_SECOND, 17, 16, 2, 100);

    double sum = 0;
    for (int protocol = 0; protocol < 256; protocol++) {
      Flow second = SmallTable.flow(host, START_SECOND, protocol, 27, 5, 900);
      sum += Math.exp(-cost(baseline, host, List.of(first, second), Attribute.PROTOCOL));
    }
    double ofFirst = Math.exp(-cost(baseline, host, List.of(first), Attribute.PROTOCOL));
    assertThat(sum / ofFirst).isCloseTo(1, within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("withLikelihood")
  void theCostOfAHostIsThatOfItsFlows(Baseline baseline) {
    // Given the costs of the first 20 and the first 21 flows of a host
    int host = SmallTable.host(1);
    List<Flow> flows = TRAINING.byHost().getOrDefault(host, List.of());

    double more =
        cost(baseline, host, flows.subList(0, 21), Attribute.BYTES)
            - cost(baseline, host, flows.subList(0, 20), Attribute.BYTES);

    // Then one more flow costs as much as bytes here can: not nothing, and below ln of all values
    assertThat(more).isBetween(0.0, 20.0);
  }

  private static double cost(Baseline baseline, int host, List<Flow> flows, Attribute attribute) {
    return baseline.nats(host, flows, START_SECOND).getOrDefault(attribute, Double.NaN);
  }

  private static List<HostFlow> generated(Baseline baseline, long seed) throws IOException {
    List<HostFlow> flows = new ArrayList<>();
    try (FlowSource source = baseline.generate(new Population(3, START_SECOND, 1, seed))) {
      for (HostFlow next = source.next(); next != null; next = source.next()) {
        flows.add(next);
      }
    }
    return flows;
  }
}
