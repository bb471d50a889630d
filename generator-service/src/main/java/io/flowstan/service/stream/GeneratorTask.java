package io.flowstan.service.stream;

import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.clock.ClockOrder;
import io.flowstan.service.clock.ClockState;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.clock.TaskClock;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The work of one task, free of Kafka: hosts come and go, the clock says how far, flows go to the
 * sink, and before each commit the changed contexts go to the store.
 *
 * <p>One thread uses one instance.
 */
final class GeneratorTask implements AutoCloseable {
  /** Lateness from which a flow counts as late and is flagged, milliseconds of wall time. */
  static final long LATE_MS = 1_000;

  private final HostStreams streams;
  private final ContextStore store;
  private final GeneratorSettings settings;
  private final FlowSink sink;
  private final ServiceMeters meters;
  private final TaskMeters taskMeters;
  private final FlowTally.Task tally;
  private final LongSupplier nanoClock;
  private final Map<Integer, SimulatedHost> hosts = new HashMap<>();
  private final List<SimulatedHost> changed = new ArrayList<>();
  private final List<ClockOrder> ordersBeforeStart = new ArrayList<>();
  private final Consumer<HostFlow> send = this::send;
  private @Nullable TaskClock clock;
  private boolean clockChanged;
  private long earliestStartMs = Long.MAX_VALUE;
  private long stateBytes;
  private long wallMs;

  GeneratorTask(
      HostStreams streams,
      ContextStore store,
      GeneratorSettings settings,
      FlowSink sink,
      ServiceMeters meters,
      FlowTally tally,
      LongSupplier nanoClock) {
    this.streams = streams;
    this.store = store;
    this.settings = settings;
    this.sink = sink;
    this.meters = meters;
    this.taskMeters = meters.openTask();
    this.tally = tally.open();
    this.nanoClock = nanoClock;
  }

  /** Takes up the hosts and the clock that the store holds. */
  void resume(long nowMs) {
    store.forEach(
        context -> {
          if (!context.removed()) {
            start(context);
          }
        });
    ClockState state = store.clock();
    if (state != null) {
      clock = TaskClock.resume(state, settings.pace(), nowMs);
    }
    publishHosts();
  }

  /**
   * Simulates a host. The same assignment again changes nothing; another one starts another stream
   * under the same, unbroken sequence.
   *
   * @throws IllegalArgumentException where the engine refuses the assignment
   */
  void assign(HostSpec spec) {
    SimulatedHost known = hosts.get(spec.address());
    if (known != null && known.spec.equals(spec)) {
      return;
    }
    HostContext earlier = known != null ? end(known, true) : store.get(spec.address());
    HostContext context =
        earlier == null
            ? HostContext.fresh(spec, 0)
            : earlier.spec().equals(spec)
                ? earlier
                : HostContext.fresh(spec, earlier.nextSequence());
    start(context);
    store.put(
        new HostContext(
            spec, false, context.firstSequence(), context.nextSequence(), context.state()));
    publishHosts();
  }

  /** Stops simulating a host; its place in its stream is kept. */
  void remove(int address) {
    SimulatedHost known = hosts.get(address);
    if (known != null) {
      end(known, true);
      publishHosts();
    }
  }

  /** Obeys an order to the clock, once. */
  void order(ClockOrder order, long nowMs) {
    if (clock == null) {
      ordersBeforeStart.add(order);
    } else {
      clockChanged |= clock.take(order, nowMs);
    }
  }

  /**
   * Sends what is due, until {@code budgetNanos} are spent.
   *
   * @return flows sent
   */
  int advance(long nowMs, long budgetNanos) {
    wallMs = nowMs;
    if (streams.size() == 0) {
      return 0;
    }
    TaskClock time = startedClock();
    long target = Math.min(time.targetMs(nowMs), settings.untilMs());
    double share = time.pace().flowsPerSecond() == 0 ? 1 : tally.share(settings.partitions());
    long began = nanoClock.getAsLong();
    long now = began;
    int sent = 0;
    int allowance;
    while ((allowance = time.allowance(nowMs, share, settings.maxFlowsPerStep())) > 0) {
      int flows = streams.advance(target, allowance, send);
      long after = nanoClock.getAsLong();
      if (flows > 0) {
        meters.step(after - now, flows);
      }
      now = after;
      sent += flows;
      if (flows < allowance) {
        time.drained(target);
        tally.finished(target == settings.untilMs());
        break;
      }
      if (now - began >= budgetNanos) {
        break;
      }
    }
    taskMeters.publish();
    taskMeters.progress(time.simulatedMs(), target == Pace.UNBOUNDED ? time.simulatedMs() : target);
    taskMeters.target(time.pace().flowsPerSecond() * share, time.owed());
    return sent;
  }

  /** Writes what changed since the last commit; called right before the next one. */
  void beforeCommit() {
    if (!changed.isEmpty() || clockChanged) {
      long began = nanoClock.getAsLong();
      for (SimulatedHost host : changed) {
        host.changed = false;
        store.put(context(host, false));
      }
      changed.clear();
      clockChanged = false;
      if (clock != null) {
        store.putClock(clock.state());
      }
      meters.commit(nanoClock.getAsLong() - began);
      taskMeters.stateBytes(stateBytes);
    }
    tally.commit();
  }

  /** Number of hosts simulated. */
  int size() {
    return streams.size();
  }

  @Override
  public void close() {
    taskMeters.close();
    tally.close();
    streams.close();
  }

  private TaskClock startedClock() {
    TaskClock time = clock;
    if (time == null) {
      time = TaskClock.start(settings.pace(), wallMs, earliestStartMs);
      for (ClockOrder order : ordersBeforeStart) {
        time.take(order, wallMs);
      }
      ordersBeforeStart.clear();
      clock = time;
      clockChanged = true;
    }
    return time;
  }

  private void start(HostContext context) {
    HostSpec spec = context.spec();
    if (context.isFresh()) {
      streams.add(spec);
    } else {
      streams.restore(spec, context.state());
    }
    SimulatedHost host = new SimulatedHost(spec, context.firstSequence());
    host.stateBytes = context.state().length;
    stateBytes += host.stateBytes;
    hosts.put(spec.address(), host);
    earliestStartMs = Math.min(earliestStartMs, spec.startMs());
    tally.finished(false);
  }

  private HostContext end(SimulatedHost host, boolean removed) {
    HostContext last = context(host, removed);
    store.put(last);
    stateBytes -= host.stateBytes;
    if (host.changed) {
      changed.remove(host);
    }
    hosts.remove(host.spec.address());
    streams.remove(host.spec.address());
    return last;
  }

  private HostContext context(SimulatedHost host, boolean removed) {
    int address = host.spec.address();
    long sent = streams.nextSequence(address);
    byte[] state = sent == 0 ? new byte[0] : streams.state(address);
    stateBytes += state.length - host.stateBytes;
    host.stateBytes = state.length;
    return new HostContext(
        host.spec, removed, host.firstSequence, host.firstSequence + sent, state);
  }

  private void publishHosts() {
    taskMeters.hosts(streams.size());
    tally.hosts(streams.size());
    taskMeters.stateBytes(stateBytes);
  }

  private void send(HostFlow flow) {
    SimulatedHost host = hosts.get(flow.host());
    if (host == null || clock == null) {
      throw new IllegalStateException(
          "the engine handed out a flow of "
              + Ipv4.format(flow.host())
              + ", which is not simulated here");
    }
    HostFlow numbered =
        host.firstSequence == 0
            ? flow
            : new HostFlow(
                flow.host(), host.firstSequence + flow.sequence(), flow.dueMs(), flow.flow());
    checkRules(flow.flow(), flow.host());
    long lateMs = clock.latenessMs(wallMs, flow.dueMs());
    if (lateMs < LATE_MS) {
      lateMs = 0;
    } else {
      taskMeters.countLate(lateMs);
    }
    if (taskMeters.samplesNext()) {
      long began = nanoClock.getAsLong();
      sink.send(numbered, host.key, wallMs, lateMs);
      meters.encode(nanoClock.getAsLong() - began);
    } else {
      sink.send(numbered, host.key, wallMs, lateMs);
    }
    taskMeters.count(numbered);
    tally.count(flow.flow().protocol());
    clock.sent(flow.dueMs());
    if (!host.changed) {
      host.changed = true;
      changed.add(host);
      clockChanged = true;
    }
  }

  private void checkRules(Flow flow, int host) {
    if (!FlowRule.allHold(flow, host)) {
      for (FlowRule rule : FlowRule.values()) {
        if (!rule.holds(flow, host)) {
          meters.ruleBroken(rule);
        }
      }
    }
  }

  /** A host in memory. */
  private static final class SimulatedHost {
    final HostSpec spec;
    final long firstSequence;
    final byte[] key;
    boolean changed;
    int stateBytes;

    SimulatedHost(HostSpec spec, long firstSequence) {
      this.spec = spec;
      this.firstSequence = firstSequence;
      this.key = Ipv4.format(spec.address()).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Takes flows on their way to the topic. */
  interface FlowSink {
    /**
     * Sends a flow.
     *
     * @param key the record's key: the host as UTF-8 text
     * @param wallMs wall time, milliseconds since the epoch
     * @param lateMs wall time by which the flow is late, 0 where it is not
     */
    void send(HostFlow flow, byte[] key, long wallMs, long lateMs);
  }
}
