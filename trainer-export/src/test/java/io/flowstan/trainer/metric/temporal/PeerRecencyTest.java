package io.flowstan.trainer.metric.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.random.CounterRandom;
import io.flowstan.testing.PropertyTest;
import java.util.ArrayList;
import java.util.List;

class PeerRecencyTest {

  @PropertyTest
  void placesAreThoseOfAnEndlessListCutAt64(long seed) {
    // Given up to 200 peers, so that some fall out
    int peers = 2 + CounterRandom.uniformInt(seed, 0, 199);
    PeerRecency recency = new PeerRecency();
    List<Integer> oracle = new ArrayList<>();
    for (int i = 1; i < 1_000; i++) {
      int peer = CounterRandom.uniformInt(seed, i, peers);

      // When
      int place = recency.touch(peer);

      // Then
      int expected = oracle.indexOf(peer);
      assertThat(place).isEqualTo(expected < 0 || expected >= 64 ? 64 : expected);
      oracle.remove((Integer) peer);
      oracle.add(0, peer);
    }
  }
}
