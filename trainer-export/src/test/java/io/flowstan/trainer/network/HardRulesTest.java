package io.flowstan.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.bundle.Bundle;
import io.flowstan.engine.EngineModel;
import io.flowstan.engine.FlowStreams;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that learned nothing: what holds for them holds by construction. */
class HardRulesTest {
  private static final Network HOSTS = Network.parse("10.0.0.0/8");

  /** More where asked for: {@code -Dflowstan.rule-flows=1000000}. */
  private static final int FLOWS = Integer.getInteger("flowstan.rule-flows", 20_000);

  @TempDir private Path folder;

  @ParameterizedTest(name = "weights of seed {0} times {1}")
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 5", "5, 5", "6, 20"})
  void noFlowBreaksARule(long seed, float scale) throws IOException {
    Bundle bundle = TinyModel.bundle(folder, TinyModel.weights(seed, scale));
    Set<Integer> protocols = new HashSet<>();
    try (FlowStreams engine = FlowStreams.open(EngineModel.of(bundle), HOSTS)) {
      for (int host = 0; host < 200; host++) {
        engine.add(new HostSpec(HOSTS.address(1_000L + host), seed, 1_460_332_800_000L));
      }
      int flows =
          engine.advance(
              Long.MAX_VALUE / 2,
              FLOWS,
              sent -> {
                protocols.add(sent.flow().protocol());
                if (!FlowRule.allHold(sent.flow(), sent.host())) {
                  throw new AssertionError(sent);
                }
              });
      assertThat(flows).isEqualTo(FLOWS);
    }
    assertThat(protocols).isNotEmpty();
  }
}
