package io.flowstan.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import org.junit.jupiter.api.Test;

class RuleTallyTest {
  private final RuleTally rules = new RuleTally();

  private static HostFlow flow(long sequence, long endSecond, long bytes) {
    Flow flow =
        new Flow(endSecond, 0, 1, 2, 3, 53, IpProtocol.UDP, 0, 0, 0, 1, bytes, "background");
    return new HostFlow(1, sequence, endSecond * 1_000, flow);
  }

  @Test
  void aGoodStreamBreaksNothing() {
    rules.check(flow(0, 5, 60));
    rules.check(flow(1, 5, 60));
    rules.check(flow(2, 9, 60));

    assertThat(rules.total()).isZero();
  }

  @Test
  void aGapInTheSequenceCounts() {
    rules.check(flow(0, 5, 60));
    rules.check(flow(2, 5, 60));

    assertThat(rules).hasToString("{SEQUENCE_WITHOUT_GAP=1}, first by " + flow(2, 5, 60));
  }

  @Test
  void timeThatRunsBackwardsCounts() {
    rules.check(flow(0, 5, 60));
    rules.check(flow(1, 4, 60));

    assertThat(rules.toString()).startsWith("{TIME_NEVER_BACKWARDS=1}");
  }

  @Test
  void eachBrokenRuleOfAFlowCounts() {
    rules.check(flow(0, 5, 20));
    rules.check(flow(0, 4, 20));

    assertThat(rules.total()).isEqualTo(4);
    assertThat(rules.toString())
        .contains("BYTES_PER_PACKET=2", "SEQUENCE_WITHOUT_GAP=1", "TIME_NEVER_BACKWARDS=1");
  }
}
