package io.flowstan.trainer.privacy.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.engine.EngineModel;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.evaluate.SmallTraffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CanaryNestTest {
  private static final HostFlows RECORDED = SmallTraffic.of(1, 4, 200);

  private static List<CanaryHost> canaries = List.of();

  @BeforeAll
  static void canariesAreHatched() throws IOException {
    canaries = hatch();
  }

  @Test
  void canariesKeepTheHardRulesInTheOrderOfTime() {
    for (CanaryHost canary : canaries) {
      long before = RECORDED.startSecond();
      for (Flow flow : canary.flows()) {
        assertThat(FlowRule.allHold(flow, canary.mark().host())).as("%s", flow).isTrue();
        assertThat(flow.endSecond()).isGreaterThanOrEqualTo(before);
        before = flow.endSecond();
      }
    }
  }

  @Test
  void twoHundredFlowsOfEachCarryItsMark() {
    for (CanaryHost canary : canaries) {
      assertThat(marked(canary)).hasSize(200).allMatch(flow -> carries(flow, canary.mark()));
      assertThat(canary.flows()).filteredOn(flow -> carries(flow, canary.mark())).hasSize(200);
    }
  }

  @Test
  void aReplyFollowsEachRequest() {
    for (CanaryHost canary : canaries) {
      List<Flow> flows = marked(canary);
      for (int i = 0; i < flows.size(); i += 2) {
        assertThat(flows.get(i + 1).isReverseOf(flows.get(i))).isTrue();
      }
    }
  }

  @Test
  void nobodyElseHasTheMark() {
    // Given everybody's flows
    Set<Flow> all = new HashSet<>();
    RECORDED.byHost().values().forEach(all::addAll);
    canaries.forEach(canary -> all.addAll(canary.flows()));

    // Then only a canary's own marked flows have its peer, its port or its size
    for (CanaryHost canary : canaries) {
      CanaryHost.Mark mark = canary.mark();
      all.removeAll(marked(canary));
      assertThat(all)
          .noneMatch(flow -> flow.source() == mark.peer() || flow.destination() == mark.peer())
          .noneMatch(
              flow -> flow.sourcePort() == mark.port() || flow.destinationPort() == mark.port())
          .noneMatch(flow -> flow.bytes() == mark.bytes());
    }
  }

  @Test
  void theSameSeedHatchesTheSame() throws IOException {
    assertThat(hatch()).isEqualTo(canaries);
  }

  private static List<CanaryHost> hatch() throws IOException {
    return CanaryNest.hatch(EngineModel.open(null), RECORDED, 3, 5);
  }

  private static List<Flow> marked(CanaryHost canary) {
    List<Flow> marked = new ArrayList<>();
    canary
        .bursts()
        .forEach(burst -> marked.addAll(canary.flows().subList(burst.from(), burst.to())));
    return marked;
  }

  private static boolean carries(Flow flow, CanaryHost.Mark mark) {
    return flow.bytes() == mark.bytes()
        && (flow.source() == mark.peer() || flow.destination() == mark.peer())
        && (flow.sourcePort() == mark.port() || flow.destinationPort() == mark.port());
  }
}
