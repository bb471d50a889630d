package io.flowstan.trainer.command;

import io.flowstan.io.HostList;
import io.flowstan.random.CounterRandom;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts to train on and the hosts to validate on: whole hosts, because flows of one host
 * resemble each other.
 *
 * @param training in the order of the list
 * @param validation in the order of the list
 */
public record HostSplit(List<Integer> training, List<Integer> validation) {
  public HostSplit {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * The {@code share} of the hosts whose number, drawn from the seed and the address, is smallest;
   * at least one on each side.
   */
  public static HostSplit of(HostList hosts, double share, long seed) {
    List<Integer> all = hosts.addresses();
    if (all.size() < 2) {
      throw new IllegalArgumentException(
          "host list: one host, expected at least 2, one of them to validate on");
    }
    int held = (int) Math.max(1, Math.min(all.size() - 1L, Math.round(share * all.size())));
    long key = CounterRandom.subKey(seed, 0x5A11D);
    Set<Integer> validation =
        new HashSet<>(
            all.stream()
                .sorted(
                    Comparator.comparingLong((Integer host) -> CounterRandom.bits(key, host))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(held)
                .toList());
    return new HostSplit(
        all.stream().filter(host -> !validation.contains(host)).toList(),
        all.stream().filter(validation::contains).toList());
  }
}
