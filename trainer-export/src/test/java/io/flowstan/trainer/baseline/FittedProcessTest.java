package io.flowstan.trainer.baseline;

import static io.flowstan.trainer.baseline.SmallTable.START_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.baseline.Baseline.Population;
import io.flowstan.trainer.table.Attribute;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Baselines fitted to a process that is known: hosts with a flow every 10 seconds, whose protocol
 * stays the same with probability .9 and whose flags tell the protocol (TCP 27, UDP 16).
 */
class FittedProcessTest {
  private static final double STAYS = 0.9;
  private static final int ROWS = 4_000;
  private static final FlowTable TRAINING = training();

  /** Three hosts for a day make some 25,900 flows, so 1/sqrt(n) is .006. */
  private static final Population POPULATION = new Population(3, START_SECOND, 1, 2);

  @Test
  void independentMixturesKeepTheShareAndLoseTheChain() throws IOException {
    FlowTable made = generated(IndependentMixtures.fit(TRAINING, 1));

    // healthy: .5 for a process without memory; broken (the chain kept): .9; bar .05
    assertThat(staying(made)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void naiveBayesReproducesTheTransitionsOfTheChain() throws IOException {
    FlowTable made = generated(BayesianBaseline.fit(TRAINING));

    // healthy: .9, .003 from the fit and .002 from the draws; broken (no memory): .5, (argmax): 1;
    // bar .02
    assertThat(staying(made)).isCloseTo(STAYS, within(0.02));
  }

  @Test
  void naiveBayesCostsTheEntropyOfTheChain() {
    Map<Attribute, Double> nats =
        BayesianBaseline.fit(TRAINING).nats(SmallTable.host(0), host(TRAINING, 0), START_SECOND);

    // healthy: -.9 ln .9 - .1 ln .1 = .325, deviation .011 a host; broken (no memory): .693;
    // bar .04
    assertThat(nats.getOrDefault(Attribute.PROTOCOL, Double.NaN) / ROWS)
        .isCloseTo(0.325, within(0.04));
  }

  @Test
  void theNetworkInTheRowKeepsFlagsWithProtocols() throws IOException {
    FlowTable made = generated(BayesianNetworkBaseline.inRow(TRAINING));

    // healthy: all but the smoothing's share, below .002; broken (independent): .5; bar .99
    assertThat(consistent(made)).isGreaterThan(0.99);
  }

  @Test
  void theNetworkInTheRowLosesTheChain() throws IOException {
    FlowTable made = generated(BayesianNetworkBaseline.inRow(TRAINING));

    // as for independent mixtures
    assertThat(staying(made)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void theNetworkOverRowsReproducesTheTransitionsOfTheChain() throws IOException {
    FlowTable made = generated(BayesianNetworkBaseline.sequential(TRAINING));

    // as for naive Bayes
    assertThat(staying(made)).isCloseTo(STAYS, within(0.02));
  }

  @Test
  void independentMixturesCostTheMarginalOfLaplace() {
    // Given all 16,000 flows of training to TCP or UDP, n of them TCP
    long tcp =
        TRAINING.byHost().values().stream()
            .flatMap(List::stream)
            .filter(flow -> flow.protocol() == 6)
            .count();
    Flow flow = SmallTable.flow(SmallTable.host(0), START_SECOND + 10, 6, 27, 2, 100);

    Map<Attribute, Double> nats =
        IndependentMixtures.fit(TRAINING, 1).nats(SmallTable.host(0), List.of(flow), START_SECOND);

    assertThat(nats.getOrDefault(Attribute.PROTOCOL, Double.NaN))
        .isCloseTo(-Math.log((tcp + 1) / (16_000.0 + 256)), within(1e-9));
  }

  private static FlowTable generated(Baseline baseline) throws IOException {
    return FlowTable.read("made", baseline.generate(POPULATION), START_SECOND, 1);
  }

  /** Share of flows, among TCP and UDP, with the protocol of the flow before. */
  private static double staying(FlowTable table) {
    long same = 0;
    long all = 0;
    for (List<Flow> flows : table.byHost().values()) {
      for (int i = 1; i < flows.size(); i++) {
        int before = flows.get(i - 1).protocol();
        int now = flows.get(i).protocol();
        if ((before == 6 || before == 17) && (now == 6 || now == 17)) {
          all++;
          same += before == now ? 1 : 0;
        }
      }
    }
    return (double) same / all;
  }

  /** Share of flows whose flags are those of their protocol. */
  private static double consistent(FlowTable table) {
    List<Flow> flows = table.byHost().values().stream().flatMap(List::stream).toList();
    long right = flows.stream().filter(f -> f.tcpFlags() == (f.protocol() == 6 ? 27 : 16)).count();
    return (double) right / flows.size();
  }

  private static List<Flow> host(FlowTable table, int h) {
    return table.byHost().getOrDefault(SmallTable.host(h), List.of());
  }

  private static FlowTable training() {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int h = 0; h < 4; h++) {
      Random random = new Random(h);
      List<Flow> flows = new ArrayList<>();
      boolean tcp = h % 2 == 0;
      for (int i = 1; i <= ROWS; i++) {
        tcp = (random.nextDouble() < STAYS) == tcp;
        flows.add(
            SmallTable.flow(
                SmallTable.host(h), START_SECOND + 10L * i, tcp ? 6 : 17, tcp ? 27 : 16, 2, 100));
      }
      byHost.put(SmallTable.host(h), flows);
    }
    return SmallTable.table(byHost);
  }
}
