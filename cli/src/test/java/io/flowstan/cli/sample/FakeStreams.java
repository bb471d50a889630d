package io.flowstan.cli.sample;

import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.random.CounterRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Streams without a model: hosts that ask a resolver now and then. Hands out one host after the
 * other, so out of order as far as the contract allows.
 */
final class FakeStreams implements HostStreams {
  private static final int RESOLVER = 0x0808_0808;

  /** A host's position: its last due time and its next sequence. */
  private static final class Position {
    final HostSpec spec;
    long dueMs;
    long sequence;

    Position(HostSpec spec) {
      this.spec = spec;
      this.dueMs = spec.startMs() + gapMs();
    }

    /** Half the flows are at once after the one before, the others up to 40 s later. */
    long gapMs() {
      long key = CounterRandom.subKey(spec.seed(), spec.address());
      return Math.max(0, CounterRandom.uniformInt(key, sequence, 80_000) - 40_000);
    }

    HostFlow take(long bytes) {
      int port = 1_024 + CounterRandom.uniformInt(spec.address(), sequence, 60_000);
      Flow flow =
          new Flow(
              Math.floorDiv(dueMs, 1_000),
              0,
              spec.address(),
              RESOLVER,
              port,
              53,
              IpProtocol.UDP,
              0,
              0,
              0,
              1,
              bytes,
              "background");
      HostFlow taken = new HostFlow(spec.address(), sequence++, dueMs, flow);
      dueMs += gapMs();
      return taken;
    }
  }

  private final Map<Integer, Position> hosts = new LinkedHashMap<>();
  private final long bytesPerFlow;
  private boolean closed;

  FakeStreams(long bytesPerFlow) {
    this.bytesPerFlow = bytesPerFlow;
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
    hosts.put(spec.address(), new Position(spec));
  }

  @Override
  public void restore(HostSpec spec, byte[] state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void skipTo(int address, long sequence) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean catchUp(int maxFlows) {
    return true;
  }

  @Override
  public boolean remove(int address) {
    return hosts.remove(address) != null;
  }

  @Override
  public byte[] state(int address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long nextSequence(int address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long nextDueMs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
    int flows = 0;
    for (Position host : hosts.values()) {
      while (host.dueMs <= untilMs) {
        if (flows == maxFlows) {
          return flows;
        }
        sink.accept(host.take(bytesPerFlow));
        flows++;
      }
    }
    return flows;
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
