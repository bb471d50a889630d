package io.flowstan.engine;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * An engine without a model, for tests: each host's flow is a pure function of (seed, address,
 * position), lawful, and due a seeded gap after the one before.
 */
public class FakeHostStreams implements HostStreams {
  private static final byte VERSION = 1;
  private static final int STATE_BYTES = 1 + Integer.BYTES + 2 * Long.BYTES;

  private final int meanGapMs;
  private final Map<Integer, Host> hosts = new HashMap<>();
  private final PriorityQueue<Host> due =
      new PriorityQueue<>(
          Comparator.<Host>comparingLong(host -> host.dueMs)
              .thenComparingInt(host -> host.spec.address()));

  /** An engine whose hosts have a flow every {@code meanGapMs} milliseconds on average. */
  public FakeHostStreams(int meanGapMs) {
    this.meanGapMs = meanGapMs;
  }

  @Override
  public int size() {
    return hosts.size();
  }

  @Override
  public boolean contains(int address) {
    return hosts.containsKey(address);
  }

  @Override
  public void add(HostSpec spec) {
    enter(new Host(spec, 0, spec.startMs()));
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    ByteBuffer in = ByteBuffer.wrap(state);
    if (state.length != STATE_BYTES || in.get() != VERSION || in.getInt() != spec.address()) {
      throw new IllegalArgumentException(
          "state of host " + Ipv4.format(spec.address()) + ": expected " + STATE_BYTES + " bytes");
    }
    enter(new Host(spec, in.getLong(), in.getLong()));
  }

  @Override
  public void skipTo(int address, long sequence) {
    Host host = host(address);
    due.remove(host);
    while (host.sent < sequence) {
      host.step();
    }
    due.add(host);
  }

  @Override
  public boolean catchUp(int maxFlows) {
    return true;
  }

  @Override
  public boolean remove(int address) {
    Host host = hosts.remove(address);
    return host != null && due.remove(host);
  }

  @Override
  public byte[] state(int address) {
    Host host = host(address);
    return ByteBuffer.allocate(STATE_BYTES)
        .put(VERSION)
        .putInt(address)
        .putLong(host.sent)
        .putLong(host.lastMs)
        .array();
  }

  @Override
  public long nextSequence(int address) {
    return host(address).sent;
  }

  @Override
  public long nextDueMs() {
    Host first = due.peek();
    return first == null ? Long.MAX_VALUE : first.dueMs;
  }

  @Override
  public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
    int flows = 0;
    while (flows < maxFlows && nextDueMs() <= untilMs) {
      Host host = due.remove();
      HostFlow flow = new HostFlow(host.spec.address(), host.sent, host.dueMs, flow(host));
      host.step();
      due.add(host);
      sink.accept(flow);
      flows++;
    }
    return flows;
  }

  @Override
  public void close() {
    hosts.clear();
    due.clear();
  }

  private void enter(Host host) {
    if (hosts.putIfAbsent(host.spec.address(), host) != null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(host.spec.address()) + " is simulated already");
    }
    due.add(host);
  }

  private Host host(int address) {
    Host host = hosts.get(address);
    if (host == null) {
      throw new IllegalArgumentException("host " + Ipv4.format(address) + " is not simulated");
    }
    return host;
  }

  private static Flow flow(Host host) {
    long bits = CounterRandom.bits(host.key, 2 * host.sent);
    boolean tcp = (bits & 3) != 0;
    int packets = 1 + (int) (bits >>> 2 & 15);
    int peer = (int) (bits >>> 32) | 1;
    boolean out = (bits >>> 8 & 1) == 0;
    int address = host.spec.address();
    return new Flow(
        Math.floorDiv(host.dueMs, 1_000),
        packets == 1 ? 0 : 4 * (int) (bits >>> 9 & 255),
        out ? address : peer,
        out ? peer : address,
        1_024 + (int) (bits >>> 17 & 1_023),
        tcp ? 443 : 53,
        tcp ? IpProtocol.TCP : IpProtocol.UDP,
        tcp ? TcpFlags.ACK : 0,
        0,
        0,
        packets,
        60L * packets,
        "background");
  }

  private final class Host {
    final HostSpec spec;
    final long key;
    long sent;
    long lastMs;
    long dueMs;

    Host(HostSpec spec, long sent, long lastMs) {
      this.spec = spec;
      this.key = CounterRandom.subKey(spec.seed(), spec.address());
      this.sent = sent;
      this.lastMs = lastMs;
      this.dueMs = lastMs + gap();
    }

    void step() {
      sent++;
      lastMs = dueMs;
      dueMs = lastMs + gap();
    }

    private int gap() {
      return CounterRandom.uniformInt(key, 2 * sent + 1, 2 * meanGapMs + 1);
    }
  }
}
