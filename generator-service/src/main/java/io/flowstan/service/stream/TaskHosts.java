package io.flowstan.service.stream;

import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.reference.FlowAttribute;
import io.flowstan.service.metrics.StreamWindow;
import io.flowstan.service.metrics.TaskMeters;
import io.flowstan.service.population.AssignedHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one task: in its engines, and in its store as they were at the last commit.
 *
 * <p>After a restart they come from the store little by little, see {@link #load}, so that many
 * hosts do not hold up a thread for longer than its transaction may last.
 */
final class TaskHosts implements AutoCloseable {
  private final TaskEngines engines;
  private final ContextStore store;
  private final TaskMeters meters;
  private final Map<Integer, SimulatedHost> hosts = new HashMap<>();
  private final List<SimulatedHost> changed = new ArrayList<>();
  private ContextStore.@Nullable Contexts loading;
  private long earliestStartMs = Long.MAX_VALUE;
  private long stateBytes;

  TaskHosts(TaskEngines engines, ContextStore store, TaskMeters meters) {
    this.engines = engines;
    this.store = store;
    this.meters = meters;
  }

  /** Begins to take up what the store holds. */
  void beginLoading() {
    loading = store.all();
    meters.loading(true);
  }

  /** Takes up hosts from the store while there are more and {@code goOn}; true when all are up. */
  boolean load(BooleanSupplier goOn) {
    ContextStore.Contexts contexts = loading;
    if (contexts == null) {
      return true;
    }
    while (contexts.hasNext()) {
      HostContext context = contexts.next();
      if (!context.removed() && !hosts.containsKey(context.host().spec().address())) {
        start(context);
      }
      if (!goOn.getAsBoolean()) {
        return false;
      }
    }
    contexts.close();
    loading = null;
    meters.loading(false);
    return true;
  }

  /**
   * Simulates a host. The same assignment again changes nothing; another one starts another stream
   * under the same, unbroken sequence.
   *
   * @throws IllegalArgumentException where there is no such bundle or the engine refuses the host;
   *     nothing has changed then
   */
  void assign(AssignedHost host) {
    int address = host.spec().address();
    SimulatedHost known = hosts.get(address);
    if (known != null && known.host.equals(host)) {
      return;
    }
    engines.requireBundle(host.bundle());
    HostContext earlier = known != null ? end(known) : store.get(address);
    HostContext context =
        earlier == null
            ? HostContext.fresh(host, 0)
            : earlier.host().equals(host)
                ? earlier
                : HostContext.fresh(host, earlier.nextSequence());
    try {
      start(context);
    } catch (IllegalArgumentException e) {
      if (known != null && earlier != null) {
        start(earlier);
        markChanged(address);
      }
      throw e;
    }
    store.put(
        new HostContext(
            host, false, context.firstSequence(), context.nextSequence(), context.state()));
  }

  /** Stops simulating a host, whose place in its stream is kept; false where it is not here. */
  boolean remove(int address) {
    SimulatedHost known = hosts.get(address);
    if (known == null) {
      return false;
    }
    end(known);
    return true;
  }

  /** Whether {@code address} is simulated here. */
  boolean contains(int address) {
    return hosts.containsKey(address);
  }

  /** The hosts that are simulated here and that {@code which} holds for. */
  List<AssignedHost> list(Predicate<AssignedHost> which) {
    return hosts.values().stream().map(host -> host.host).filter(which).toList();
  }

  /** Number of hosts. */
  int size() {
    return hosts.size();
  }

  /** Bytes of state of all hosts. */
  long stateBytes() {
    return stateBytes;
  }

  /** The earliest start of a host so far, milliseconds since the epoch. */
  long earliestStartMs() {
    return earliestStartMs;
  }

  /** Hands out flows, see {@link HostStreams#advance}. */
  int advance(long untilMs, int maxFlows, Consumer<HostFlow> sink) {
    return engines.advance(untilMs, maxFlows, sink);
  }

  /**
   * Notes that a flow of the engine is being sent.
   *
   * @return the host it belongs to
   */
  SimulatedHost sending(HostFlow flow) {
    SimulatedHost host = hosts.get(flow.host());
    if (host == null) {
      throw new IllegalStateException(
          "the engine handed out a flow of "
              + Ipv4.format(flow.host())
              + ", which is not simulated here");
    }
    if (!host.changed) {
      host.changed = true;
      changed.add(host);
    }
    return host;
  }

  /** Writes the hosts that changed since the last commit; true where there were any. */
  boolean store() {
    boolean any = !changed.isEmpty();
    for (SimulatedHost host : changed) {
      if (host.changed) {
        host.changed = false;
        store.put(context(host, false));
      }
    }
    changed.clear();
    return any;
  }

  @Override
  public void close() {
    if (loading != null) {
      loading.close();
    }
    engines.close();
  }

  private void start(HostContext context) {
    AssignedHost assigned = context.host();
    HostStreams engine = engines.of(assigned.bundle());
    if (context.isFresh()) {
      engine.add(assigned.spec());
    } else {
      engine.restore(assigned.spec(), context.state());
    }
    SimulatedHost host =
        new SimulatedHost(
            assigned,
            engine,
            context.firstSequence(),
            meters.window(assigned.bundle(), engine.reference()));
    host.stateBytes = context.state().length;
    stateBytes += host.stateBytes;
    hosts.put(assigned.spec().address(), host);
    earliestStartMs = Math.min(earliestStartMs, assigned.spec().startMs());
  }

  private HostContext end(SimulatedHost host) {
    HostContext last = context(host, true);
    store.put(last);
    stateBytes -= host.stateBytes;
    host.changed = false;
    hosts.remove(host.host.spec().address());
    host.engine.remove(host.host.spec().address());
    return last;
  }

  private void markChanged(int address) {
    SimulatedHost host = hosts.get(address);
    if (host != null && !host.changed) {
      host.changed = true;
      changed.add(host);
    }
  }

  private HostContext context(SimulatedHost host, boolean removed) {
    int address = host.host.spec().address();
    long sent = host.engine.nextSequence(address);
    byte[] state = sent == 0 ? new byte[0] : host.engine.state(address);
    stateBytes += state.length - host.stateBytes;
    host.stateBytes = state.length;
    return new HostContext(
        host.host, removed, host.firstSequence, host.firstSequence + sent, state);
  }

  /** A host in memory. */
  static final class SimulatedHost {
    private static final long UNKNOWN = Long.MIN_VALUE;

    final AssignedHost host;
    final HostStreams engine;
    final long firstSequence;
    final byte[] key;
    private final StreamWindow window;
    private long lastSecond = UNKNOWN;
    private boolean changed;
    private int stateBytes;

    SimulatedHost(AssignedHost host, HostStreams engine, long firstSequence, StreamWindow window) {
      this.host = host;
      this.window = window;
      this.engine = engine;
      this.firstSequence = firstSequence;
      this.key = Ipv4.format(host.spec().address()).getBytes(StandardCharsets.UTF_8);
    }

    /** Counts a flow of this host, to be compared with what its model was trained on. */
    void count(Flow flow) {
      long gapSeconds =
          lastSecond == UNKNOWN ? FlowAttribute.UNKNOWN_GAP : flow.endSecond() - lastSecond;
      window.count(flow, host.spec().address(), gapSeconds);
      lastSecond = flow.endSecond();
    }
  }
}
