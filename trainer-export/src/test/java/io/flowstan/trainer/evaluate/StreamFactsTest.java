package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.trainer.evaluate.StreamFacts.Shares;
import org.junit.jupiter.api.Test;

class StreamFactsTest {
  private static final int HOST = 1;
  private final StreamFacts facts = new StreamFacts(0);

  @Test
  void aRequestAndItsReplyAreCounted() {
    facts.add(HOST, udp(10, HOST, 2, 5_000, 53));
    facts.add(HOST, udp(10, 2, HOST, 53, 5_000));
    facts.add(HOST, udp(11, HOST, 3, 5_001, 53));
    facts.add(HOST, udp(86_399, HOST, 2, 5_002, 53));

    Shares shares = facts.shares(2);
    assertThat(shares.flows()).isEqualTo(4);
    assertThat(shares.flowsPerHost()).isEqualTo(2);
    assertThat(shares.sameSecond()).isEqualTo(.25);
    assertThat(shares.reply()).isEqualTo(.25);
    assertThat(shares.newPeer()).isEqualTo(.5);
    assertThat(shares.peerInLast8()).isEqualTo(.5);
    assertThat(shares.udp()).isEqualTo(1);
    assertThat(shares.tcp()).isZero();
    assertThat(shares.firstThreeHours()).isEqualTo(2); // 3 flows of 2 hosts, rounded
    assertThat(shares.lastThreeHours()).isEqualTo(1);
  }

  @Test
  void aPeerFallsOutOfTheLast8AndThenOutOfTheLast64() {
    for (int peer = 100; peer < 100 + 64; peer++) {
      facts.add(HOST, udp(peer, HOST, peer, 5_000, 53));
    }
    facts.add(HOST, udp(200, HOST, 100, 5_000, 53)); // the 64th last
    facts.add(HOST, udp(201, HOST, 156, 5_000, 53)); // the 9th last
    facts.add(HOST, udp(202, HOST, 999, 5_000, 53)); // pushes out 101
    facts.add(HOST, udp(203, HOST, 101, 5_000, 53)); // known, but not recent

    Shares shares = facts.shares(1);
    assertThat(shares.peerInLast64() * 68).isBetween(1.99, 2.01);
    assertThat(shares.peerInLast8()).isZero();
    assertThat(shares.newPeer() * 68).isBetween(64.99, 65.01);
  }

  @Test
  void hostsDoNotMix() {
    facts.add(1, udp(10, 1, 9, 5_000, 53));
    facts.add(2, udp(10, 2, 9, 5_000, 53));
    assertThat(facts.shares(2).sameSecond()).isZero();
    assertThat(facts.shares(2).newPeer()).isEqualTo(1);
  }

  private static Flow udp(long second, int from, int to, int fromPort, int toPort) {
    return new Flow(
        second, 0, from, to, fromPort, toPort, IpProtocol.UDP, 0, 0, 0, 1, 60, "background");
  }
}
