package io.flowstan.score;

import io.flowstan.codec.Head;
import java.util.Collection;
import java.util.List;

/**
 * What one host's flows cost.
 *
 * @param host IPv4 address
 * @param flows number of flows scored
 * @param nats negative log-likelihood of all flows by head, in the order of {@link Head}
 */
public record HostScore(int host, long flows, List<Double> nats) {
  public HostScore {
    nats = List.copyOf(nats);
    if (nats.size() != Head.values().length) {
      throw new IllegalArgumentException(
          "score of " + nats.size() + " heads: expected " + Head.values().length);
    }
  }

  /** The cost of all flows in the attributes of {@code heads}, nats. */
  public double nats(Collection<Head> heads) {
    return heads.stream().mapToDouble(head -> nats.get(head.column())).sum();
  }
}
