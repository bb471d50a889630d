package io.flowstan.trainer.metric.novelty;

import io.flowstan.flow.Flow;

/**
 * What of a flow tells a copy, as 64 bits: protocol, flags, ToS, packets, bytes, duration,
 * direction and service port, which is the lower of the two ports. Addresses, times and ephemeral
 * ports are left out, since a generator makes up its own. Two different rows of a million share
 * their bits with a probability of 3e-8.
 */
final class RowDigest {
  private RowDigest() {}

  static long of(Flow flow, int host) {
    int servicePort = Math.min(flow.sourcePort(), flow.destinationPort());
    long names =
        flow.protocol()
            | (long) flow.tcpFlags() << 8
            | (long) flow.tos() << 16
            | (long) servicePort << 24
            | (flow.source() == host ? 0L : 1L) << 40;
    return chain(chain(chain(mix(names), flow.packets()), flow.bytes()), flow.durationMs());
  }

  /** The digest of what {@code digest} stands for, followed by {@code next}. */
  static long chain(long digest, long next) {
    return mix(digest * 0x9E37_79B9_7F4A_7C15L + mix(next));
  }

  /** The finaliser of MurmurHash3, a bijection. */
  private static long mix(long z) {
    z = (z ^ (z >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
    return z ^ (z >>> 33);
  }
}
