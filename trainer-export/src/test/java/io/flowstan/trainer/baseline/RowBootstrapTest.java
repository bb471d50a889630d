package io.flowstan.trainer.baseline;

import static io.flowstan.trainer.baseline.SmallTable.START_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.baseline.Baseline.Population;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RowBootstrapTest {
  private final FlowTable training = SmallTable.varied(3, 200);

  @Test
  void everyRowIsOneOfTrainingButForTheHost() throws IOException {
    FlowTable made =
        FlowTable.read(
            "made",
            RowBootstrap.fit(training).generate(new Population(2, START_SECOND, 1, 9)),
            START_SECOND,
            1);

    assertThat(made.flows()).isPositive();
    assertThat(rows(training)).containsAll(rows(made));
  }

  @Test
  void itHasNoLikelihood() {
    assertThat(
            RowBootstrap.fit(training)
                .nats(
                    SmallTable.host(0),
                    training.byHost().getOrDefault(SmallTable.host(0), List.of()),
                    START_SECOND))
        .isEmpty();
  }

  @Test
  void aTableWithoutFlowsIsRefused() {
    assertThatThrownBy(() -> RowBootstrap.fit(SmallTable.table(Map.of(1, List.of()))))
        .hasMessage("small: no flow to fit a baseline to: expected at least one");
  }

  /** What each row says, delta-t and peer included, with the host's address blanked. */
  private static Set<String> rows(FlowTable table) {
    return table.byHost().entrySet().stream()
        .flatMap(
            entry -> {
              List<Flow> flows = entry.getValue();
              int host = entry.getKey();
              return java.util.stream.IntStream.range(0, flows.size())
                  .mapToObj(
                      i -> {
                        Flow f = flows.get(i);
                        long before = i == 0 ? START_SECOND : flows.get(i - 1).endSecond();
                        return new Flow(
                                f.endSecond() - before,
                                f.durationMs(),
                                f.source() == host ? 0 : f.source(),
                                f.destination() == host ? 0 : f.destination(),
                                f.sourcePort(),
                                f.destinationPort(),
                                f.protocol(),
                                f.tcpFlags(),
                                f.forwardingStatus(),
                                f.tos(),
                                f.packets(),
                                f.bytes(),
                                f.label())
                            .toString();
                      });
            })
        .collect(Collectors.toSet());
  }
}
