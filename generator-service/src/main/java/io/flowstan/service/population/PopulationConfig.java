package io.flowstan.service.population;

import io.flowstan.flow.Ipv4;
import io.flowstan.flow.Network;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that the service puts onto the hosts topic when it starts: so many, or those of a list,
 * and groups beside them.
 *
 * @param hosts how many; 0 leaves the topic as it is
 * @param addresses the hosts one by one, instead of a number
 * @param network the declared address space: where addresses are drawn from, and where no peer
 *     outside lies
 * @param seed draws the addresses, and keys each host's random stream
 * @param start simulated time from which they are alive; null is the time of the start
 * @param groups further hosts, each group with a bundle, a network and a seed of its own
 */
public record PopulationConfig(
    int hosts,
    List<String> addresses,
    Network network,
    long seed,
    @Nullable Instant start,
    List<HostGroup> groups) {
  /** No hosts; a private network for those to come. */
  public static PopulationConfig defaults() {
    return new PopulationConfig(0, List.of(), HostGroup.NETWORK, 1, null, List.of());
  }

  public PopulationConfig {
    addresses = List.copyOf(addresses);
    groups = List.copyOf(groups);
    HostGroup ungrouped = new HostGroup("", hosts, addresses, network, seed, start, null);
    long drawn = hosts + groups.stream().mapToLong(HostGroup::hosts).sum();
    if (drawn > HostGroup.MAX_HOSTS) {
      throw new IllegalArgumentException(
          "hosts: " + drawn + " over all groups: expected at most " + HostGroup.MAX_HOSTS);
    }
    Set<Integer> seen = new HashSet<>(ungrouped.drawn());
    for (HostGroup group : groups) {
      for (int address : group.drawn()) {
        if (!network.contains(address)) {
          throw new IllegalArgumentException(
              "group '"
                  + group.name()
                  + "': host "
                  + Ipv4.format(address)
                  + " lies outside population.network = "
                  + network);
        }
        if (!seen.add(address)) {
          throw new IllegalArgumentException(
              "group '"
                  + group.name()
                  + "': host "
                  + Ipv4.format(address)
                  + " is in another group too: give the groups networks that do not overlap");
        }
      }
    }
  }

  /** The hosts' assignments, in the order of drawing; {@code now} stands for an absent start. */
  public List<AssignedHost> assignments(Instant now) {
    HostGroup ungrouped = new HostGroup("", hosts, addresses, network, seed, start, null);
    List<AssignedHost> all = new ArrayList<>(ungrouped.assignments(now));
    for (HostGroup group : groups) {
      all.addAll(group.assignments(start == null ? now : start));
    }
    return all;
  }
}
