package io.flowstan.engine;

import io.flowstan.flow.Network;
import io.flowstan.random.CounterRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses of simulated hosts: distinct, drawn from a network by a seed, without its network
 * and broadcast address. Fewer hosts of the same seed are the first ones of more.
 */
public final class HostAddresses {
  /** Name of this stream of random numbers below the run's seed ("addr"). */
  private static final long STREAM = 0x6164_6472L;

  /** Networks with fewer host bits have no network and broadcast address (RFC 3021). */
  private static final long SMALLEST_WITH_BROADCAST = 4;

  private HostAddresses() {}

  /**
   * Draws {@code count} addresses, in the order of drawing.
   *
   * @throws IllegalArgumentException where the network has fewer
   */
  public static List<Integer> draw(Network network, int count, long seed) {
    long reserved = network.size() >= SMALLEST_WITH_BROADCAST ? 1 : 0;
    long usable = network.size() - 2 * reserved;
    if (count < 1 || count > usable) {
      throw new IllegalArgumentException(
          "hosts = " + count + ": expected 1.." + usable + ", the addresses of " + network);
    }
    long key = CounterRandom.subKey(seed, STREAM);
    Set<Integer> drawn = new LinkedHashSet<>();
    for (long counter = 0; drawn.size() < count; counter++) {
      long offset = Long.remainderUnsigned(CounterRandom.bits(key, counter), usable);
      drawn.add(network.address(reserved + offset));
    }
    return List.copyOf(drawn);
  }
}
