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
import java.util.BitSet;
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
  /** Flows from which a host's state is written again; until then its position is enough. */
  static final int FLOWS_PER_STATE = 32;

  /** Flows drawn again between two looks at the time. */
  private static final int FLOWS_AT_ONCE = 256;

  private final TaskEngines engines;
  private final ContextStore store;
  private final TaskMeters meters;
  private final Map<Integer, SimulatedHost> hosts = new HashMap<>();
  private final List<SimulatedHost> changed = new ArrayList<>();
  private final List<List<SimulatedHost>> pages = new ArrayList<>();
  private ContextStore.@Nullable Contexts loading;
  private boolean takingUp;
  private long earliestStartMs = Long.MAX_VALUE;
  private long stateBytes;

  TaskHosts(TaskEngines engines, ContextStore store, TaskMeters meters) {
    this.engines = engines;
    this.store = store;
    this.meters = meters;
    for (int page = 0; page < HostPositions.PAGES; page++) {
      pages.add(new ArrayList<>());
    }
  }

  /** Begins to take up what the store holds. */
  void beginLoading() {
    loading = store.all();
    takingUp = true;
    meters.loading(true);
  }

  /**
   * Takes up hosts from the store, and draws again what they sent behind the states there, while
   * there is more to do and {@code goOn}; true when all are up.
   */
  boolean load(BooleanSupplier goOn) {
    if (loading != null && !takeUp(loading, goOn)) {
      return false;
    }
    while (!engines.catchUp(FLOWS_AT_ONCE)) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
    }
    if (takingUp) {
      takingUp = false;
      meters.loading(false);
    }
    return true;
  }

  private boolean takeUp(ContextStore.Contexts contexts, BooleanSupplier goOn) {
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
        store.put(earlier.present(earlier.host()));
      }
      throw e;
    }
    store.put(context.present(host));
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
    host.sent = flow.sequence() + 1;
    if (!host.changed) {
      host.changed = true;
      changed.add(host);
    }
    return host;
  }

  /**
   * Writes where the hosts that changed since the last commit stand, and the states of those that
   * have sent {@value #FLOWS_PER_STATE} flows since theirs was written; true where there were any.
   */
  boolean store() {
    boolean any = !changed.isEmpty();
    BitSet moved = new BitSet();
    for (SimulatedHost host : changed) {
      if (host.changed) {
        host.changed = false;
        if (host.flowsSinceState() >= FLOWS_PER_STATE) {
          store.put(context(host, false));
        } else {
          moved.set(HostPositions.page(host.address()));
        }
      }
    }
    changed.clear();
    moved.stream().forEach(p -> store.putPositions(p, HostPositions.toBytes(pages.get(p))));
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
    int address = assigned.spec().address();
    host.stateSequence = engine.nextSequence(address);
    host.sent = context.sent();
    engine.skipTo(address, host.sent);
    host.stateBytes = context.state().length;
    stateBytes += host.stateBytes;
    hosts.put(address, host);
    pages.get(HostPositions.page(address)).add(host);
    earliestStartMs = Math.min(earliestStartMs, assigned.spec().startMs());
  }

  private HostContext end(SimulatedHost host) {
    HostContext last = context(host, true);
    store.put(last);
    stateBytes -= host.stateBytes;
    host.changed = false;
    hosts.remove(host.address());
    pages.get(HostPositions.page(host.address())).remove(host);
    host.engine.remove(host.address());
    return last;
  }

  private HostContext context(SimulatedHost host, boolean removed) {
    byte[] state = host.sent == 0 ? new byte[0] : host.engine.state(host.address());
    stateBytes += state.length - host.stateBytes;
    host.stateBytes = state.length;
    host.stateSequence = host.sent;
    return new HostContext(host.host, removed, host.firstSequence, host.nextSequence(), state);
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

    /** Flows of the stream that have been sent, and that the state in the store has seen. */
    private long sent;

    private long stateSequence;

    SimulatedHost(AssignedHost host, HostStreams engine, long firstSequence, StreamWindow window) {
      this.host = host;
      this.window = window;
      this.engine = engine;
      this.firstSequence = firstSequence;
      this.key = Ipv4.format(host.spec().address()).getBytes(StandardCharsets.UTF_8);
    }

    /** The host's IPv4 address. */
    int address() {
      return host.spec().address();
    }

    /** Sequence number of its next flow. */
    long nextSequence() {
      return firstSequence + sent;
    }

    private long flowsSinceState() {
      return sent - stateSequence;
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
