package io.flowstan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.testing.HostStory;
import io.flowstan.testing.SmallVocabulary;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {
  private static final int HOST = HostStory.HOST;
  private static final Network HOSTS = Network.parse("42.219.0.0/16");

  private final HostContext empty = new HostContext(HOST, 0);

  @Test
  void permuteIsOneToOne() {
    BitSet seen = new BitSet(1 << 24);
    for (int value = 0; value < 1 << 24; value++) {
      seen.set(PeerAddresses.permute(0xBEEF, value));
    }
    assertThat(seen.cardinality()).isEqualTo(1 << 24);
    assertThat(seen.length()).isEqualTo(1 << 24);
  }

  @Test
  void anotherKeyIsAnotherPermutation() {
    int same = 0;
    for (int value = 0; value < 1_000; value++) {
      same += PeerAddresses.permute(1, value) == PeerAddresses.permute(2, value) ? 1 : 0;
    }
    assertThat(same).isLessThan(3);
  }

  @Test
  void aNewPeerIsNeitherTheHostNorKnownNorInside() {
    HostContext context = new HostContext(HOST, 0);
    FlowCodec codec = new FlowCodec(SmallVocabulary.spec());
    CodedFlow coded = new CodedFlow();
    PeerAddresses peers = new PeerAddresses(1, HOSTS);
    Set<Integer> drawn = new HashSet<>();
    for (int draw = 0; draw < 200; draw++) {
      int peer = peers.draw(context, 42, 5, draw);
      assertThat(Ipv4.firstOctet(peer)).isEqualTo(42);
      assertThat(HOSTS.contains(peer)).isFalse();
      assertThat(context.knowsPeer(peer)).isFalse();
      drawn.add(peer);
      Flow flow = new Flow(0, 0, HOST, peer, 50_000, 53, 17, 0, 0, 0, 1, 28, "background");
      codec.encode(context, flow, coded);
      codec.observe(context, flow, coded);
    }
    assertThat(drawn.size()).isGreaterThan(64);
  }

  /**
   * Share of the commonest peer of 2,000 draws. Zipf over 2^24 ranks: 1/24 = 4.2 % (standard error
   * .45 %); broken (uniform): below 1 %. Bar 2.5 %.
   */
  @Test
  void popularPeersAreSharedByTheHostsOfARun() {
    PeerAddresses peers = new PeerAddresses(1, HOSTS);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int draw = 0; draw < 2_000; draw++) {
      counts.merge(peers.draw(empty, 8, 443, draw * 31L), 1, Integer::sum);
    }
    int most = counts.values().stream().max(Integer::compare).orElseThrow();
    int popular =
        counts.entrySet().stream()
            .filter(e -> e.getValue() == most)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();

    assertThat(most).isGreaterThan(50);
    HostContext other = new HostContext(HOST + 1, 0);
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .anySatisfy(
            tens -> {
              Set<Integer> mine = new HashSet<>();
              for (int draw = 0; draw < 60; draw++) {
                mine.add(peers.draw(other, 8, 443, 1_000_000L + tens * 60L + draw));
              }
              assertThat(mine).contains(popular);
            });
  }

  @Test
  void aFirstOctetInsideTheDeclaredNetworkIsRefusedWithTheReason() {
    PeerAddresses peers = new PeerAddresses(1, Network.parse("42.0.0.0/8"));

    assertThatThrownBy(() -> peers.draw(empty, 42, 1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the declared network 42.0.0.0/8 leaves too few");
  }
}
