package io.flowstan.cli.hosts;

import io.flowstan.flow.Network;
import java.util.List;
import java.util.stream.Collectors;

/** The address space whose hosts are looked at one by one. */
public final class MonitoredNetworks {
  /** The monitored network of UGR'16. */
  public static final String DEFAULT = "42.219.0.0/16";

  private final Network[] networks;

  /** The addresses of all {@code networks} together. */
  public MonitoredNetworks(List<Network> networks) {
    this.networks = networks.toArray(Network[]::new);
  }

  /** Whether {@code address} is monitored. */
  public boolean contains(int address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** The networks as they are typed, joined by commas. */
  @Override
  public String toString() {
    return List.of(networks).stream().map(Network::toString).collect(Collectors.joining(","));
  }
}
