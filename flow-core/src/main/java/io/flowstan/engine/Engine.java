package io.flowstan.engine;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine: a queue of hosts by due time, stepped through a model in batches. What a step is, the
 * model's {@link Steps} say.
 *
 * <p>A host's next flow is drawn as soon as the one before it has been handed out, and waits in the
 * queue. One thread uses one instance.
 *
 * @param <H> the model's host
 */
public final class Engine<H extends EngineHost> implements AutoCloseable {
  private final Steps<H> steps;
  private final FlowRule[] promises;
  private final Map<Integer, H> hosts = new HashMap<>();
  private final PriorityQueue<H> queue =
      new PriorityQueue<>(
          (a, b) -> {
            int byDue = Long.compare(a.dueMs(), b.dueMs());
            return byDue != 0 ? byDue : Integer.compare(a.address(), b.address());
          });

  /** Hosts whose next flow is still to be drawn. */
  private final List<H> undrawn = new ArrayList<>();

  /** Hosts whose next flows have been handed out elsewhere: drawn, and not handed out again. */
  private final List<H> behind = new ArrayList<>();

  private BatchTimer timer = BatchTimer.NONE;

  /** An engine without hosts, which closes {@code steps} when it is closed. */
  public Engine(Steps<H> steps) {
    this.steps = steps;
    this.promises = steps.promises().toArray(FlowRule[]::new);
  }

  /** Tells {@code timer} of each batch from now on. */
  public void tell(BatchTimer timer) {
    this.timer = timer;
  }

  /** Number of hosts. */
  public int size() {
    return hosts.size();
  }

  /**
   * Adds a host.
   *
   * @throws IllegalArgumentException where there is one of its address
   */
  public void add(H host) {
    if (hosts.putIfAbsent(host.address(), host) != null) {
      throw new IllegalArgumentException(
          "host " + Ipv4.format(host.address()) + " is simulated already: remove it first");
    }
    undrawn.add(host);
  }

  /** Removes the host {@code address}; false where there is none. */
  public boolean remove(int address) {
    H host = hosts.remove(address);
    if (host == null) {
      return false;
    }
    if (!undrawn.remove(host) && !behind.remove(host)) {
      queue.remove(host);
    }
    return true;
  }

  /** As {@link HostStreams#skipTo}. */
  public void skipTo(H host, long sequence) {
    boolean wasBehind = host.isBehind();
    host.skipTo(sequence);
    if (wasBehind || !host.isBehind()) {
      return; // where it is already, or nothing to skip
    }
    int last = undrawn.size() - 1;
    if (last >= 0 && undrawn.get(last) == host) {
      undrawn.remove(last);
    } else if (!undrawn.remove(host)) {
      queue.remove(host);
    }
    behind.add(host);
  }

  /** As {@link HostStreams#catchUp}. */
  public boolean catchUp(int maxFlows) {
    int drawn = 0;
    while (!behind.isEmpty() && drawn < maxFlows) {
      int from = Math.max(0, behind.size() - steps.maxRows());
      List<H> hosts = behind.subList(from, behind.size());
      drawn += hosts.size();
      draw(hosts, 0, hosts.size());
      List<H> still = new ArrayList<>();
      for (H host : hosts) {
        boolean goesOn = observe(host, host.next());
        if (goesOn) {
          (host.isBehind() ? still : undrawn).add(host);
        }
      }
      hosts.clear();
      behind.addAll(still);
    }
    return behind.isEmpty();
  }

  /** The host {@code address}; null where there is none. */
  public @Nullable H host(int address) {
    return hosts.get(address);
  }

  /** As {@link HostStreams#nextDueMs}. */
  public long nextDueMs() {
    drawAll();
    H first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.dueMs();
  }

  /** As {@link HostStreams#advance}. */
  public int advance(long untilMs, int maxFlows, Consumer<HostFlow> sink) {
    return advance(untilMs, Long.MAX_VALUE, maxFlows, sink);
  }

  /** As {@link HostStreams#advance(long, long, int, Consumer)}. */
  public int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink) {
    int handedOut = 0;
    drawAll();
    while (handedOut < maxFlows) {
      H first = queue.peek();
      if (first == null || first.dueMs() > untilMs) {
        break;
      }
      // all hosts wait in the queue: the first one is the slowest
      long limitMs = spanMs < untilMs - first.dueMs() ? first.dueMs() + spanMs : untilMs;
      while (first != null
          && first.dueMs() <= limitMs
          && undrawn.size() < steps.maxRows()
          && handedOut < maxFlows) {
        handOut(queue.remove(), sink);
        handedOut++;
        first = queue.peek();
      }
      drawAll();
    }
    return handedOut;
  }

  @Override
  public void close() {
    steps.close();
  }

  private void handOut(H host, Consumer<HostFlow> sink) {
    Flow flow = host.next();
    requirePromises(host, flow);
    sink.accept(new HostFlow(host.address(), host.sequence(), host.dueMs(), flow));
    if (observe(host, flow)) {
      undrawn.add(host);
    }
  }

  /** Lets the host go on behind {@code flow}; false where that is its last. */
  private boolean observe(H host, Flow flow) {
    boolean goesOn = steps.observe(host, flow);
    host.handedOut();
    if (!goesOn) {
      hosts.remove(host.address());
    }
    return goesOn;
  }

  private void requirePromises(H host, Flow flow) {
    for (FlowRule rule : promises) {
      if (!rule.holds(flow, host.address())) {
        throw new IllegalStateException(
            "host "
                + Ipv4.format(host.address())
                + ", flow "
                + host.sequence()
                + " breaks a hard rule ("
                + rule.meaning()
                + "): "
                + flow
                + "; the bundle does not keep the model contract");
      }
    }
  }

  /** Draws the next flow of all undrawn hosts and queues them. */
  private void drawAll() {
    catchUp(Integer.MAX_VALUE);
    for (int from = 0; from < undrawn.size(); from += steps.maxRows()) {
      draw(undrawn, from, Math.min(undrawn.size(), from + steps.maxRows()));
    }
    queue.addAll(undrawn);
    undrawn.clear();
  }

  private void draw(List<H> hosts, int from, int to) {
    long begun = timer.begin();
    steps.draw(hosts, from, to);
    timer.end(begun, to - from);
  }
}
