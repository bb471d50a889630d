package io.flowstan.cli.hosts;

import io.flowstan.flow.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for each host of a table: an open-addressing map from addresses that never holds
 * more than a stated number of them, so that a table of any size takes constant memory. Flows of
 * hosts that come when it is full are counted, and no more.
 */
public final class HostTable<T extends HostTraffic> {
  private static final int FIRST_CAPACITY = 1 << 8;

  private final IntPredicate isHost;
  private final MonitoredNetworks networks;
  private final int maxHosts;
  private final IntFunction<T> factory;
  private @Nullable HostTraffic[] slots = new HostTraffic[FIRST_CAPACITY];
  private int size;
  private long flowsOfNoHost;
  private long endsBeyondMax;

  /**
   * An empty table.
   *
   * @param isHost which addresses are hosts
   * @param networks which peers are monitored too
   * @param maxHosts number of hosts that it holds at most
   * @param factory makes what is kept for an address
   */
  public HostTable(
      IntPredicate isHost, MonitoredNetworks networks, int maxHosts, IntFunction<T> factory) {
    this.isHost = isHost;
    this.networks = networks;
    this.maxHosts = maxHosts;
    this.factory = factory;
  }

  /** Counts {@code flow} at the hosts that are its ends. */
  public void add(Flow flow) {
    int source = flow.source();
    int destination = flow.destination();
    boolean ofSource = isHost.test(source);
    if (source == destination) {
      if (ofSource) {
        count(flow, source, true, true, false);
      } else {
        flowsOfNoHost++;
      }
      return;
    }
    boolean ofDestination = isHost.test(destination);
    if (ofSource) {
      count(flow, source, true, false, !networks.contains(destination));
    }
    if (ofDestination) {
      count(flow, destination, false, true, !networks.contains(source));
    }
    if (!ofSource && !ofDestination) {
      flowsOfNoHost++;
    }
  }

  /** What is kept for {@code address}, or null where no flow of it was counted. */
  @SuppressWarnings("unchecked") // only the factory's objects are put in
  public @Nullable T find(int address) {
    return (T) slots[slot(address)];
  }

  /** All hosts in the order of their addresses. */
  @SuppressWarnings("unchecked")
  public List<T> hosts() {
    List<T> hosts = new ArrayList<>(size);
    for (HostTraffic host : slots) {
      if (host != null) {
        hosts.add((T) host);
      }
    }
    hosts.sort(Comparator.comparing(HostTraffic::address, Integer::compareUnsigned));
    return hosts;
  }

  /** Number of hosts held. */
  public int size() {
    return size;
  }

  /** Number of flows of which no end is a host. */
  public long flowsOfNoHost() {
    return flowsOfNoHost;
  }

  /** Number of flows, counted once for each end, of hosts that came when the table was full. */
  public long endsBeyondMax() {
    return endsBeyondMax;
  }

  private void count(Flow flow, int address, boolean sends, boolean receives, boolean peerOutside) {
    int slot = slot(address);
    HostTraffic host = slots[slot];
    if (host == null) {
      if (size == maxHosts) {
        endsBeyondMax++;
        return;
      }
      host = factory.apply(address);
      slots[slot] = host;
      if (++size * 2 > slots.length) {
        grow();
      }
    }
    host.add(flow, sends, receives, peerOutside);
  }

  /** Where {@code address} is, or would be put. */
  private int slot(int address) {
    int mask = slots.length - 1;
    int at = address * 0x9E37_79B9; // Fibonacci hashing: neighbours in a network spread out
    at = (at ^ at >>> 16) & mask;
    for (HostTraffic host = slots[at]; host != null && host.address() != address; ) {
      at = (at + 1) & mask;
      host = slots[at];
    }
    return at;
  }

  private void grow() {
    @Nullable HostTraffic[] old = slots;
    slots = new HostTraffic[old.length * 2];
    for (HostTraffic host : old) {
      if (host != null) {
        slots[slot(host.address())] = host;
      }
    }
  }
}
