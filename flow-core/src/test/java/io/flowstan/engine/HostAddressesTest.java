package io.flowstan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import io.flowstan.testing.PropertyTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
  @PropertyTest
  void addressesAreDistinctHostsOfTheNetwork(long seed) {
    Network network = Network.parse("192.0.2.0/24");

    List<Integer> drawn = HostAddresses.draw(network, 254, seed);

    assertThat(drawn).hasSize(254).doesNotHaveDuplicates().allMatch(network::contains);
    assertThat(drawn).doesNotContain(Ipv4.parse("192.0.2.0"), Ipv4.parse("192.0.2.255"));
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherSeedOthers() {
    Network network = Network.parse("10.0.0.0/8");

    assertThat(HostAddresses.draw(network, 100, 7)).isEqualTo(HostAddresses.draw(network, 100, 7));
    assertThat(HostAddresses.draw(network, 100, 7))
        .isNotEqualTo(HostAddresses.draw(network, 100, 8));
  }

  @Test
  void fewerHostsAreTheFirstOfMore() {
    Network network = Network.parse("10.0.0.0/8");

    assertThat(HostAddresses.draw(network, 1_000, 7))
        .startsWith(HostAddresses.draw(network, 10, 7).toArray(Integer[]::new));
  }

  @Test
  void smallNetworksAreUsedWhole() {
    assertThat(HostAddresses.draw(Network.parse("192.0.2.8/32"), 1, 1))
        .containsExactly(Ipv4.parse("192.0.2.8"));
    assertThat(HostAddresses.draw(Network.parse("192.0.2.8/31"), 2, 1)).hasSize(2);
    assertThat(HostAddresses.draw(Network.parse("0.0.0.0/0"), 1_000, 1)).hasSize(1_000);
  }

  @Test
  void moreHostsThanAddressesAreRefused() {
    assertThatThrownBy(() -> HostAddresses.draw(Network.parse("192.0.2.0/24"), 255, 1))
        .hasMessage("hosts = 255: expected 1..254, the addresses of 192.0.2.0/24");
    assertThatThrownBy(() -> HostAddresses.draw(Network.parse("192.0.2.0/24"), 0, 1))
        .hasMessageContaining("hosts = 0");
  }
}
