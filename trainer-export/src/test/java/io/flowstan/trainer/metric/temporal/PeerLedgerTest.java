package io.flowstan.trainer.metric.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.random.CounterRandom;
import io.flowstan.testing.PropertyTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerLedgerTest {

  @PropertyTest
  void remembersAsAHashMapDoes(long seed) {
    // Given as many peers as make it grow some times, address 0 among them
    PeerLedger ledger = new PeerLedger();
    Map<Integer, Integer> oracle = new HashMap<>();
    int[] known = new int[300];
    for (int i = 1; i < known.length; i++) {
      known[i] = (int) CounterRandom.bits(seed, i) & (seed % 2 == 0 ? -1 : 0xFFFF0003);
    }
    for (int i = 0; i < 2_000; i++) {
      int peer = known[CounterRandom.uniformInt(seed, 1_000 + i, known.length)];
      int port = CounterRandom.uniformInt(seed, 5_000 + i, 65_536);

      // When
      int before = ledger.meet(peer, port);

      // Then
      Integer expected = oracle.put(peer, port);
      assertThat(before).isEqualTo(expected == null ? PeerLedger.UNMET : expected);
    }
  }

  @Test
  void aFlowWithoutServiceLeavesTheLastOne() {
    PeerLedger ledger = new PeerLedger();

    assertThat(ledger.meet(7, PeerLedger.NO_SERVICE)).isEqualTo(PeerLedger.UNMET);
    assertThat(ledger.meet(7, 443)).isEqualTo(PeerLedger.NO_SERVICE);
    assertThat(ledger.meet(7, PeerLedger.NO_SERVICE)).isEqualTo(443);
    assertThat(ledger.meet(7, 80)).isEqualTo(443);
  }
}
