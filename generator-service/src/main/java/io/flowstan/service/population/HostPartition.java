package io.flowstan.service.population;

import io.flowstan.flow.Ipv4;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Which partition of the hosts topic a host's records lie in: Kafka's own rule for keys, whose
 * class is internal; the Kafka version is exact for such reasons.
 */
public final class HostPartition {
  private HostPartition() {}

  /** The partition, of {@code partitions}, of the host at {@code address}. */
  public static int of(int address, int partitions) {
    return BuiltInPartitioner.partitionForKey(
        Ipv4.format(address).getBytes(StandardCharsets.UTF_8), partitions);
  }
}
