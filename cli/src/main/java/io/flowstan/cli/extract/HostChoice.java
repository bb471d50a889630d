package io.flowstan.cli.extract;

import io.flowstan.cli.hosts.HostCategory;
import java.util.Set;

/**
 * Which hosts are chosen by what they do.
 *
 * @param categories the categories that are chosen
 * @param minFlows number of flows that a host has at least
 * @param maxFlows number of flows that a host has at most
 */
record HostChoice(Set<HostCategory> categories, long minFlows, long maxFlows) {
  HostChoice {
    categories = Set.copyOf(categories);
    if (minFlows < 1) {
      throw new IllegalArgumentException(
          "min-flows = " + minFlows + ": expected a whole number >= 1");
    }
    if (maxFlows < minFlows) {
      throw new IllegalArgumentException(
          "max-flows = " + maxFlows + ": expected at least --min-flows = " + minFlows);
    }
  }

  boolean accepts(CandidateHost host) {
    return host.flows() >= minFlows
        && host.flows() <= maxFlows
        && categories.contains(host.category());
  }
}
