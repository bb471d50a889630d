package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

class StanExtrasTest {
  private static final StanExtras EXTRAS = SmallStan.EXTRAS;

  private static Flow flow(int protocol, int flags, int tos) {
    return new Flow(0, 0, 1, 2, 3, 4, protocol, flags, 0, tos, 1, 40, "background");
  }

  @Test
  void combinationsAreCountedCommonestFirst() {
    Flow common = flow(IpProtocol.UDP, 0, 0);
    Flow rare = flow(IpProtocol.TCP, TcpFlags.SYN, 72);
    assertThat(StanExtras.of(List.of(List.of(common, rare), List.of(common)), 5))
        .isEqualTo(
            new StanExtras(
                5,
                List.of(
                    new StanExtras.Extra(IpProtocol.UDP, 0, 0, 2),
                    new StanExtras.Extra(IpProtocol.TCP, TcpFlags.SYN, 72, 1))));
  }

  @Test
  void aDrawIsOfTheClassAndAsOftenAsInTraining() {
    // 6 of 8 TCP flows are acknowledged: the share ends at .75
    assertThat(EXTRAS.draw(0, .7499).flags()).isEqualTo(TcpFlags.ACK);
    assertThat(EXTRAS.draw(0, .7501).flags()).isEqualTo(TcpFlags.SYN);
    assertThat(EXTRAS.draw(1, .9999).protocol()).isEqualTo(IpProtocol.UDP);
    assertThat(EXTRAS.draw(2, .7501).protocol()).isEqualTo(IpProtocol.GRE);
  }

  @Test
  void otherProtocolsCostTheirFrequencyByLaplacesRule() {
    assertThat(EXTRAS.protocolNats(IpProtocol.TCP)).isZero();
    // 3 of 4 flows: (3 + 1) / (4 + 254); none: 1 / (4 + 254)
    assertThat(EXTRAS.protocolNats(IpProtocol.ICMP)).isCloseTo(Math.log(258 / 4.0), within(1e-12));
    assertThat(EXTRAS.protocolNats(IpProtocol.ESP)).isCloseTo(Math.log(258), within(1e-12));
  }
}
