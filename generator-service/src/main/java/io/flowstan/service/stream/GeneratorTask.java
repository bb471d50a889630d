package io.flowstan.service.stream;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.clock.ClockState;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.clock.TaskClock;
import io.flowstan.service.control.Command;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import io.flowstan.service.population.AssignedHost;
import io.flowstan.service.population.Population;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The work of one task, free of Kafka: hosts come and go, the clock says how far, flows go out, and
 * before each commit what changed goes to the store.
 *
 * <p>One thread uses one instance.
 */
final class GeneratorTask implements AutoCloseable {
  /** Lateness from which a flow counts as late and is flagged, milliseconds of wall time. */
  static final long LATE_MS = 1_000;

  /** With nothing to send for so long the task is at its end, even if hosts seem to be missing. */
  private static final long SETTLED_NANOS = 5_000_000_000L;

  /** Flows that are asked for at once, however slowly they come. */
  private static final int LEAST_FLOWS = 16;

  private static final long BEGIN_NANOS_PER_FLOW = 100_000;

  private final int partition;
  private final GeneratorSettings settings;
  private final ContextStore store;
  private final Population population;
  private final TaskHosts hosts;
  private final TaskCommands commands;
  private final TaskClock clock;
  private final TaskOutput output;
  private final ServiceMeters meters;
  private final TaskMeters taskMeters;
  private final FlowTally.Task tally;
  private final LongSupplier nanoClock;
  private final String provider;
  private final Consumer<HostFlow> send = this::send;
  private boolean clockChanged;
  private long idleSinceNanos;
  private long nanosPerFlow = BEGIN_NANOS_PER_FLOW;
  private boolean idle;
  private long wallMs;

  /**
   * A task that goes on from what its store holds.
   *
   * @param partition of the hosts and the control topic that it reads
   * @param nowMs wall time, milliseconds since the epoch
   * @param nanoClock monotonic time, nanoseconds from any origin
   * @throws IllegalStateException where the flows so far came from another execution provider
   */
  GeneratorTask(
      int partition,
      EngineFactory engines,
      ContextStore store,
      GeneratorSettings settings,
      Population population,
      TaskOutput output,
      ServiceMeters meters,
      FlowTally tally,
      long nowMs,
      LongSupplier nanoClock) {
    this.partition = partition;
    this.settings = settings;
    this.store = store;
    this.population = population;
    this.output = output;
    this.meters = meters;
    this.nanoClock = nanoClock;
    this.wallMs = nowMs;
    ClockState state = store.clock();
    TaskEngines ownEngines = new TaskEngines(engines, meters.modelSteps());
    this.provider = ownEngines.provider();
    if (state != null) {
      requireSameProvider(state.provider());
    }
    this.clock =
        state == null
            ? TaskClock.waiting(settings.pace(), nowMs)
            : TaskClock.resume(state, settings.pace(), nowMs);
    this.taskMeters = meters.openTask();
    this.hosts = new TaskHosts(ownEngines, store, taskMeters);
    this.commands =
        new TaskCommands(
            partition, settings.partitions(), store.commands(), clock, hosts, ownEngines, output);
    this.tally = tally.open();
    hosts.beginLoading();
  }

  /** Takes up what is left in the store at once. */
  void finishLoading() {
    hosts.load(() -> true);
  }

  /**
   * Simulates a host, see {@link TaskHosts#assign}.
   *
   * @throws IllegalArgumentException where it is refused
   */
  void assign(AssignedHost host) {
    hosts.assign(host);
    tally.finished(false);
    publish();
  }

  /** Stops simulating a host; its place in its stream is kept. */
  void remove(int address) {
    if (hosts.remove(address)) {
      publish();
    }
  }

  /**
   * Obeys a command, once, and answers it.
   *
   * @return whether it was not refused
   */
  boolean obey(Command command, long nowMs) {
    boolean taken = commands.take(command, nowMs);
    clockChanged = true;
    tally.finished(false);
    publish();
    return taken;
  }

  /** Answers a command that cannot be understood. */
  void refuse(long id, String reason, long nowMs) {
    commands.refuse(id, reason, nowMs);
    clockChanged = true;
  }

  /**
   * Sends what is due, until {@code budgetNanos} are spent.
   *
   * @return flows sent
   */
  int advance(long nowMs, long budgetNanos) {
    wallMs = nowMs;
    long began = nanoClock.getAsLong();
    if (!hosts.load(() -> nanoClock.getAsLong() - began < budgetNanos)) {
      return 0;
    }
    if (hosts.size() == 0) {
      tally.finished(population.hosts(partition) == 0);
      publish();
      return 0;
    }
    if (!clock.isStarted()) {
      clock.begin(nowMs, hosts.earliestStartMs());
      clockChanged = true;
    }
    int sent = sendDue(nowMs, began, budgetNanos);
    taskMeters.publish();
    publish();
    return sent;
  }

  /** Writes what changed since the last commit; called right before the next one. */
  void beforeCommit() {
    long began = nanoClock.getAsLong();
    boolean hostsChanged = hosts.store();
    if (hostsChanged || clockChanged) {
      clockChanged = false;
      store.putClock(clock.state(provider));
      if (commands.takeChanged()) {
        store.putCommands(commands.ledger());
      }
      meters.commit(nanoClock.getAsLong() - began);
    }
    tally.commit();
  }

  /** Number of hosts simulated. */
  int size() {
    return hosts.size();
  }

  @Override
  public void close() {
    taskMeters.close();
    tally.close();
    hosts.close();
  }

  private int sendDue(long nowMs, long beganNanos, long budgetNanos) {
    double share = clock.pace().rate() == null ? 1 : population.share(partition);
    long now = beganNanos;
    int sent = 0;
    while (true) {
      commands.obeyDue(nowMs);
      long target =
          Math.min(Math.min(clock.targetMs(nowMs), commands.ledger().nextMs()), settings.untilMs());
      int allowance = clock.allowance(nowMs, share, fitting(budgetNanos));
      if (allowance == 0) {
        break;
      }
      int flows = hosts.advance(target, allowance, send);
      long after = nanoClock.getAsLong();
      if (flows > 0) {
        meters.advance(after - now, flows);
        nanosPerFlow = Math.max(1, (after - now) / flows);
      }
      now = after;
      sent += flows;
      if (flows < allowance) {
        clock.drained(target);
        finished(target, flows, now);
        // at the time of a command that waits, there is more to do once it is obeyed
        if (commands.ledger().nextMs() > clock.simulatedMs()) {
          break;
        }
      }
      if (now - beganNanos >= budgetNanos) {
        break;
      }
    }
    long target = clock.targetMs(nowMs);
    taskMeters.progress(
        clock.simulatedMs(), target == Pace.UNBOUNDED ? clock.simulatedMs() : target);
    taskMeters.target(clock.flowsPerSecond(nowMs) * share, clock.owed());
    return sent;
  }

  /**
   * Flows that the budget has time for, as fast as the last ones were drawn: those of one host's
   * burst are drawn one by one, and meanwhile the others' would wait.
   */
  private int fitting(long budgetNanos) {
    long most = Math.min(settings.maxFlowsPerStep(), budgetNanos / nanosPerFlow);
    return (int) Math.max(LEAST_FLOWS, most);
  }

  private void finished(long target, int flows, long nowNanos) {
    boolean nothing = flows == 0 && target == settings.untilMs();
    if (nothing && !idle) {
      idleSinceNanos = nowNanos;
    }
    idle = nothing;
    tally.finished(
        target == settings.untilMs()
            && (hosts.size() >= population.hosts(partition)
                || (idle && nowNanos - idleSinceNanos > SETTLED_NANOS)));
  }

  private void requireSameProvider(String earlier) {
    if (!earlier.isEmpty() && !earlier.equals(provider) && !settings.allowProviderChange()) {
      throw new IllegalStateException(
          "partition "
              + partition
              + ": its flows so far were drawn on "
              + earlier
              + ", this instance has "
              + provider
              + ", which may draw others: give it "
              + earlier
              + ", or allow the change with engine.allowProviderChange");
    }
  }

  private void publish() {
    taskMeters.hosts(hosts.size());
    taskMeters.stateBytes(hosts.stateBytes());
    tally.hosts(hosts.size());
    tally.status(
        new TaskStatus(
            partition,
            hosts.size(),
            clock.pace(),
            clock.isPaused(),
            clock.isStarted() ? clock.simulatedMs() : null,
            commands.ledger().lastId(),
            commands.ledger().pending()));
  }

  private void send(HostFlow flow) {
    TaskHosts.SimulatedHost host = hosts.sending(flow);
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
    output.flow(numbered, host.key, wallMs, lateMs);
    taskMeters.count(numbered);
    host.count(flow.flow());
    tally.count(flow.flow().protocol(), flow.host());
    clock.sent(flow.dueMs());
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
}
