package io.flowstan.trainer.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.score.RecordedHost;
import io.flowstan.score.Score;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.Vocabularies;
import io.flowstan.trainer.evaluate.SmallTraffic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndependentMarginalsTest {
  private final HostFlows data = SmallTraffic.of(1, 2, 200);
  private final ProfileDistribution profiles = SmallTraffic.profiles(data);
  private final List<RecordedHost> hosts = SmallTraffic.recorded(data, profiles);
  private final CodecSpec spec = Vocabularies.of(data, 1);

  @Test
  void aClassCostsItsSmoothedShare() {
    Score score = IndependentMarginals.fit(spec, hosts).score(hosts);

    // 300 of 400 flows go out, one more added to each of the two directions
    double direction = -(300 * Math.log(301 / 402.0) + 100 * Math.log(101 / 402.0));
    assertThat(score.natsPerFlow(Set.of(Head.DIRECTION)) * 400).isCloseTo(direction, within(1e-9));
    // half TCP, half UDP, and the escape
    double protocol = -400 * Math.log(201 / 403.0);
    assertThat(score.natsPerFlow(Set.of(Head.PROTOCOL)) * 400).isCloseTo(protocol, within(1e-9));
  }

  @Test
  void replyAndRepeatedPeerAreNothingSpecial() {
    Score score = IndependentMarginals.fit(spec, hosts).score(hosts);
    assertThat(score.natsPerFlow(Set.of(Head.PEER))).isZero();
    // every flow has a port at the other end and says it anew
    assertThat(score.natsPerFlow(Set.of(Head.OTHER_PORT))).isGreaterThan(Math.log(1_024));
  }

  @Test
  void flowsOfOtherHostsHaveMassToo() {
    HostFlows others = SmallTraffic.of(2, 4, 100);
    Score score =
        IndependentMarginals.fit(spec, hosts).score(SmallTraffic.recorded(others, profiles));
    assertThat(score.flows()).isEqualTo(400);
    for (Head head : Head.values()) {
      assertThat(score.natsPerFlow(Set.of(head))).isFinite().isNotNegative();
    }
  }
}
