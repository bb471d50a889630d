package io.flowstan.service.population;

import io.flowstan.engine.HostAddresses;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Network;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that the service puts onto the hosts topic when it starts.
 *
 * @param hosts how many; 0 leaves the topic as it is
 * @param network where their addresses are drawn from
 * @param seed draws the addresses, and keys each host's random stream
 * @param start simulated time from which they are alive; null is the time of the start
 */
public record PopulationConfig(int hosts, Network network, long seed, @Nullable Instant start) {
  /** No hosts; a private network for those to come. */
  public static PopulationConfig defaults() {
    return new PopulationConfig(0, Network.parse("10.0.0.0/8"), 1, null);
  }

  public PopulationConfig {
    if (hosts < 0 || hosts > network.size()) {
      throw new IllegalArgumentException(
          "hosts = "
              + hosts
              + ": expected 0 to the "
              + network.size()
              + " addresses of "
              + network);
    }
  }

  /** The hosts' assignments, in the order of drawing; {@code now} stands for an absent start. */
  public List<HostSpec> specs(Instant now) {
    if (hosts == 0) {
      return List.of();
    }
    long startMs = (start == null ? now : start).toEpochMilli() / 1_000 * 1_000;
    return HostAddresses.draw(network, hosts, seed).stream()
        .map(address -> new HostSpec(address, seed, startMs))
        .toList();
  }
}
