package io.flowstan.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.trainer.metric.twosample.MadeTraffic;
import io.flowstan.trainer.table.FlowTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InjectedAnomaliesTest {
  private static final FlowTable TABLE = MadeTraffic.of(1, "10.0.0.1", 4, 100);
  private static final int HOST = TABLE.byHost().keySet().iterator().next();

  private static List<Flow> episode(AnomalyKind kind, long seed) {
    return kind.episode(HOST, TABLE.byHost().getOrDefault(HOST, List.of()), 1_000, seed);
  }

  @Test
  void aPortScanAsksSequentialPortsForOnePacketEach() {
    List<Flow> scan = episode(AnomalyKind.PORT_SCAN, 7);

    assertThat(scan).hasSize(60).allMatch(flow -> flow.packets() == 1);
    assertThat(scan.get(59).destinationPort() - scan.get(0).destinationPort()).isEqualTo(59);
    assertThat(scan).extracting(Flow::source).containsOnly(scan.get(0).source());
  }

  @Test
  void aUdpScanAsksSixtyPeers() {
    assertThat(episode(AnomalyKind.UDP_SCAN, 7))
        .extracting(Flow::destination)
        .hasSize(60)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void anEpisodeIsTheHostsAndInOrderOfTime(AnomalyKind kind) {
    List<Flow> flows = episode(kind, 7);

    assertThat(flows).allMatch(flow -> flow.source() == HOST || flow.destination() == HOST);
    assertThat(flows).extracting(Flow::endSecond).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  void theSeedDecides(AnomalyKind kind) {
    assertThat(episode(kind, 7)).isEqualTo(episode(kind, 7)).isNotEqualTo(episode(kind, 8));
  }

  @Test
  void everyHostHasAnEpisodeOfEveryKind() {
    InjectedAnomalies anomalies = new InjectedAnomalies(TABLE, 50, 7);

    assertThat(anomalies.normal).hasDimensions(50, FlowContext.WIDTH);
    assertThat(anomalies.injected.get(AnomalyKind.PORT_SCAN)).hasNumberOfRows(4 * 60);
    assertThat(anomalies.injected.get(AnomalyKind.EXFILTRATION)).hasNumberOfRows(4 * 6);
  }

  @Test
  void aPeerIsNewOnceAndTheRateCountsAMinute() {
    // Given a scan of ten flows a second by one peer
    List<Flow> scan = episode(AnomalyKind.PORT_SCAN, 7);

    // When
    double[] second = FlowContext.of(scan, HOST, 1, 0);
    double[] last = FlowContext.of(scan, HOST, 59, 0);

    // Then
    assertThat(second[FlowContext.NEW_PEER]).isZero();
    assertThat(last[FlowContext.LN_RATE]).isEqualTo(Math.log1p(59));
  }
}
