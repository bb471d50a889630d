package io.flowstan.trainer.privacy.shadow;

import io.flowstan.flow.Flow;
import java.util.List;

/**
 * A made-up host whose stream holds requests and replies that nobody else has: a peer, a service
 * port and a byte count of its own.
 *
 * @param mark what is its own
 * @param flows its whole stream
 * @param bursts where the flows with the mark stand
 */
record CanaryHost(Mark mark, List<Flow> flows, List<Burst> bursts) {
  CanaryHost {
    flows = List.copyOf(flows);
    bursts = List.copyOf(bursts);
  }

  /**
   * What nobody else has.
   *
   * @param host the host's address
   * @param peer address of the server that only this host asks
   * @param port where the server listens
   * @param bytes of every request and reply
   */
  record Mark(int host, int peer, int port, long bytes) {}

  /** Neighbouring flows from position {@code from} to before {@code to}. */
  record Burst(int from, int to) {}
}
