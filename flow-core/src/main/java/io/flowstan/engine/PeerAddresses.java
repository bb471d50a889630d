package io.flowstan.engine;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.HostContext;
import io.flowstan.flow.Network;
import io.flowstan.random.CounterRandom;

/**
 * The addresses of new peers: pseudonyms by a keyed permutation, so that no address of the training
 * data lives on, while the first octet keeps its learned distribution.
 *
 * <p>Below a first octet the peers are ranked by popularity, and a new peer's rank falls off faster
 * than by Zipf's law: the share of ranks up to r is the fourth root of ln r / ln R. All hosts of a
 * run share the ranking of a service and its side, so popular servers, and clients that call on
 * everybody, are met by many hosts. Rank and address are one-to-one by a Feistel network of four
 * rounds over 24 bits (Luby and Rackoff, SIAM J. Comput. 17, 1988).
 */
final class PeerAddresses {
  private static final int HALF_BITS = 12;
  private static final int HALF_MASK = (1 << HALF_BITS) - 1;
  private static final int ROUNDS = 4;
  private static final int MAX_TRIES = 64;

  /** ln of the number of ranks: all 2^24 addresses of a first octet. */
  private static final double LN_RANKS = 24 * Math.log(2);

  private final long key;
  private final Network hosts;

  /**
   * @param seed of the run
   * @param hosts the declared address space, where no outside peer lies
   */
  PeerAddresses(long seed, Network hosts) {
    this.key = CounterRandom.subKey(seed, 0x9EE6);
    this.hosts = hosts;
  }

  /**
   * An address for a new peer that is not the host, not among its recent peers, and outside the
   * declared network.
   *
   * @param firstOctet 0..255
   * @param ranking which peers compete: hosts that share it share popular peers
   * @param drawKey key of this draw
   */
  int draw(HostContext context, int firstOctet, long ranking, long drawKey) {
    long shuffle = CounterRandom.subKey(key, ranking << 8 | firstOctet);
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      double u = CounterRandom.uniformDouble(drawKey, attempt);
      int rank = (int) Math.min((1 << 24) - 1, Math.exp(u * u * u * u * LN_RANKS) - 1);
      int address = firstOctet << 24 | permute(shuffle, rank);
      if (address != context.host() && !context.knowsPeer(address) && !hosts.contains(address)) {
        return address;
      }
    }
    throw new IllegalStateException(
        "no address for a new peer below "
            + firstOctet
            + ".0.0.0/8 in "
            + MAX_TRIES
            + " draws: the declared network "
            + hosts
            + " leaves too few; declare a smaller one");
  }

  /** Who competes for popularity: the servers, or the clients, of a service. */
  static long ranking(CodedFlow coded) {
    return coded.service;
  }

  static int permute(long key, int value) {
    int left = value >>> HALF_BITS;
    int right = value & HALF_MASK;
    for (int round = 0; round < ROUNDS; round++) {
      int mixed = left ^ (int) (CounterRandom.bits(key, (long) round << 32 | right) & HALF_MASK);
      left = right;
      right = mixed;
    }
    return left << HALF_BITS | right;
  }
}
