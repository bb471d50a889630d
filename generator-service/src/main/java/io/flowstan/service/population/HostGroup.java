package io.flowstan.service.population;

import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of one kind: so many drawn from a network, or those of a list.
 *
 * @param name for people
 * @param hosts how many are drawn; 0 where they are listed
 * @param addresses the hosts one by one; empty where they are drawn
 * @param network where addresses are drawn from
 * @param seed draws the addresses, and keys each host's random stream
 * @param start simulated time from which they are alive; null for the start of the run
 * @param bundle name of their model; null for the default one
 */
public record HostGroup(
    String name,
    int hosts,
    List<String> addresses,
    Network network,
    long seed,
    @Nullable Instant start,
    @Nullable String bundle) {
  /** The network that addresses are drawn from where none is named. */
  public static final Network NETWORK = Network.parse("10.0.0.0/8");

  /** The most hosts that are drawn at a time: more do not fit into memory. */
  static final int MAX_HOSTS = 1_000_000;

  public HostGroup {
    addresses = List.copyOf(addresses);
    if (hosts > 0 && !addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "hosts = " + hosts + " beside addresses: expected a number or a list, not both");
    }
    if (hosts > MAX_HOSTS) {
      throw new IllegalArgumentException(
          "hosts = " + hosts + ": expected at most " + MAX_HOSTS + " drawn at a time");
    }
    if (hosts < 0 || hosts > network.size()) {
      throw new IllegalArgumentException(
          "hosts = "
              + hosts
              + ": expected 0 to the "
              + network.size()
              + " addresses of "
              + network);
    }
    Set<Integer> seen = new HashSet<>();
    for (String address : addresses) {
      if (!seen.add(Ipv4.parse(address))) {
        throw new IllegalArgumentException("address " + address + " is listed twice");
      }
    }
  }

  /** What a group of a configuration is laid over: no hosts. */
  public static HostGroup defaults() {
    return new HostGroup("", 0, List.of(), NETWORK, 1, null, null);
  }

  /** The addresses, in the order of the list or of drawing. */
  public List<Integer> drawn() {
    if (!addresses.isEmpty()) {
      return addresses.stream().map(Ipv4::parse).toList();
    }
    return hosts == 0 ? List.of() : HostAddresses.draw(network, hosts, seed);
  }

  /** The assignments; {@code now} stands for an absent start. */
  public List<AssignedHost> assignments(Instant now) {
    long startMs = (start == null ? now : start).toEpochMilli() / 1_000 * 1_000;
    return drawn().stream()
        .map(address -> new AssignedHost(new HostSpec(address, seed, startMs), bundle))
        .toList();
  }
}
