package io.flowstan.trainer.stan;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import io.flowstan.random.CounterRandom;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.evaluate.SmallTraffic;
import io.flowstan.trainer.optimise.DjlEngine;
import io.flowstan.trainer.optimise.TrainingListener;
import io.flowstan.trainer.optimise.TrainingLoop;
import io.flowstan.trainer.optimise.TrainingSettings;
import io.flowstan.trainer.tensor.DjlOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StanLearnsTest {
  private static final int HOST = 42 << 24 | 219 << 16 | 1;

  /** TCP goes out and UDP comes in; the peer is 8.0.0.1 after TCP and 9.0.0.1 after UDP. */
  private static HostFlows coins(long seed) {
    List<Flow> flows = new ArrayList<>();
    boolean before = false;
    for (int i = 0; i < 400; i++) {
      boolean tcp = CounterRandom.uniformInt(seed, i, 2) == 0;
      int peer = (before ? 8 : 9) << 24 | 1;
      before = tcp;
      flows.add(
          new Flow(
              SmallTraffic.START_SECOND + i,
              0,
              tcp ? HOST : peer,
              tcp ? peer : HOST,
              80,
              80,
              tcp ? IpProtocol.TCP : IpProtocol.UDP,
              tcp ? TcpFlags.ACK : 0,
              0,
              0,
              1,
              60,
              "background"));
    }
    return new HostFlows(Map.of(HOST, flows), Map.of(), 0, SmallTraffic.START_SECOND, 1);
  }

  @Test
  void itLearnsFromTheRowsBeforeAndFromTheRowUnderWay() {
    // Given a protocol that nothing tells, a direction that follows from it, and an octet that
    // follows from the row before
    StanObjective objective =
        new StanObjective(
            new StanShape(8, 12, 16),
            new StanBatches(coins(1), 400, 40),
            new StanBatches(coins(2), 200, 200),
            1);
    TrainingSettings settings = new TrainingSettings(12, null, 1, .02, 5, .1, 0, 5, .8, 30);
    // When
    Map<String, Double> nats =
        new TrainingLoop(
                DjlEngine.start(1),
                DjlOps::new,
                objective,
                settings,
                System::nanoTime,
                TrainingListener.SILENT)
            .run(null)
            .best()
            .validation()
            .means();
    // Then healthy: ln 2, 0, 0; broken (nothing seen): ln 2 each; bars: .1 from there
    assertThat(nats.get("protocol")).isBetween(.6, .8);
    assertThat(nats.get("direction")).isLessThan(.1);
    assertThat(nats.get("octet 1")).isLessThan(.1);
  }
}
