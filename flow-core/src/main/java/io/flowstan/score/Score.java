package io.flowstan.score;

import io.flowstan.codec.Head;
import java.util.Collection;
import java.util.List;

/** What the flows of several hosts cost, host by host. */
public record Score(List<HostScore> hosts) {
  public Score {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("score of no host: expected at least one");
    }
  }

  /** Number of flows of all hosts. */
  public long flows() {
    return hosts.stream().mapToLong(HostScore::flows).sum();
  }

  /** Mean cost of a flow in the attributes of {@code heads}, nats; every flow weighs the same. */
  public double natsPerFlow(Collection<Head> heads) {
    return hosts.stream().mapToDouble(host -> host.nats(heads)).sum() / flows();
  }
}
