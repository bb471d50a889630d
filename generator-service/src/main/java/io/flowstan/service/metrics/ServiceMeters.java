package io.flowstan.service.metrics;

import io.flowstan.engine.BatchTimer;
import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.flowstan.reference.ReferenceHistograms;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * The meters of the service, fed by all of its threads; {@link ServiceMeter} names them.
 *
 * <p>Flows are counted through {@link TaskMeters}, one a task; rare events are counted here
 * directly, from any thread.
 */
public final class ServiceMeters implements AutoCloseable {
  /** Distinct labels that get a counter of their own; replayed files may hold any number. */
  public static final int MAX_LABELS = 32;

  /** The label under which flows are counted once {@link #MAX_LABELS} labels are known. */
  public static final String OTHER_LABEL = "other";

  private static final int PROTOCOLS = 256;

  private final MeterRegistry registry;
  private final ClientBinders binders;
  private final Map<String, Volume[]> volumes = new ConcurrentHashMap<>();
  private final Map<String, LiveFidelity> fidelities = new ConcurrentHashMap<>();
  private final Set<TaskMeters> tasks = ConcurrentHashMap.newKeySet();
  private final AchievedRate achievedRate;
  private final RestoreProgress restore;
  private final BatchTimer batchTimer;
  private final Counter[] servicePorts = new Counter[ServicePorts.SIZE];
  private final Counter[] hours = new Counter[TaskMeters.HOURS];
  private final Counter late;
  private final Counter replayed;
  private final Counter threadsReplaced;
  private final Timer lateness;
  private final Timer advance;
  private final DistributionSummary advanceFlows;
  private final Timer encode;
  private final Timer commit;
  private final Map<FlowRule, Counter> brokenRules = new EnumMap<>(FlowRule.class);
  private final Map<ErrorKind, Counter> errors = new EnumMap<>(ErrorKind.class);
  private volatile long replayPosition;
  private volatile long replaySize;

  /** Counters of the flows of one label and protocol. */
  private record Volume(Counter flows, Counter bytes, Counter packets) {}

  /** Registers every meter; counters by rule, kind of error, port and hour start at 0. */
  public ServiceMeters(MeterRegistry registry) {
    this.registry = registry;
    this.binders = new ClientBinders(registry);
    this.achievedRate = new AchievedRate(registry.config().clock()::monotonicTime);
    this.late = counter(ServiceMeter.FLOWS_LATE);
    this.replayed = counter(ServiceMeter.FLOWS_REPLAYED);
    this.threadsReplaced = counter(ServiceMeter.THREADS_REPLACED);
    this.lateness =
        timer(ServiceMeter.FLOW_LATENESS)
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(1))
            .register(registry);
    this.advance = timer(ServiceMeter.ADVANCE).register(registry);
    this.advanceFlows = summary(ServiceMeter.ADVANCE_FLOWS);
    this.encode = timer(ServiceMeter.ENCODE).register(registry);
    this.commit = timer(ServiceMeter.COMMIT).register(registry);
    Counter restored = counter(ServiceMeter.RESTORE_RECORDS);
    this.restore = new RestoreProgress(records -> restored.increment((double) records));
    this.batchTimer = batchTimer();
    for (int place = 0; place < ServicePorts.SIZE; place++) {
      servicePorts[place] = counter(ServiceMeter.SERVICE_FLOWS, ServicePorts.text(place));
    }
    for (int hour = 0; hour < TaskMeters.HOURS; hour++) {
      hours[hour] = counter(ServiceMeter.HOUR_FLOWS, LiveFidelity.hourText(hour));
    }
    for (FlowRule rule : FlowRule.values()) {
      brokenRules.put(
          rule, counter(ServiceMeter.RULE_VIOLATIONS, rule.name().toLowerCase(Locale.ROOT)));
    }
    for (ErrorKind kind : ErrorKind.values()) {
      errors.put(kind, counter(ServiceMeter.ERRORS, kind.tag()));
    }
    registerGauges();
  }

  private void registerGauges() {
    gauge(ServiceMeter.ACHIEVED_RATE, ServiceMeters::achievedFlowsPerSecond);
    gauge(ServiceMeter.TARGET_RATE, ServiceMeters::targetFlowsPerSecond);
    gauge(
        ServiceMeter.DEFICIT_RATE,
        meters -> Math.max(0, meters.targetFlowsPerSecond() - meters.achievedFlowsPerSecond()));
    gauge(ServiceMeter.DEFICIT, meters -> meters.sum(TaskMeters::deficitFlows));
    gauge(ServiceMeter.SIMULATED_TIME, meters -> meters.simulatedMs() / 1e3);
    gauge(
        ServiceMeter.SIMULATED_LAG,
        meters -> meters.tasks.stream().mapToLong(TaskMeters::lagMs).max().orElse(0) / 1e3);
    gauge(ServiceMeter.SIMULATED_LEAD, meters -> meters.leadMs() / 1e3);
    gauge(ServiceMeter.SIMULATED_SPREAD, meters -> meters.spreadMs() / 1e3);
    gauge(ServiceMeter.HOSTS, meters -> meters.sum(TaskMeters::hosts));
    gauge(ServiceMeter.STATE, meters -> meters.sum(TaskMeters::stateBytes));
    gauge(ServiceMeter.TASKS_LOADING, meters -> meters.sum(task -> task.isLoading() ? 1 : 0));
    gauge(ServiceMeter.RESTORE_RATIO, meters -> meters.restore.ratio());
    gauge(ServiceMeter.REPLAY_POSITION, meters -> meters.replayPosition);
    gauge(ServiceMeter.REPLAY_SIZE, meters -> meters.replaySize);
  }

  /** Starts the readings of one task; close them when the task ends. */
  public TaskMeters openTask() {
    TaskMeters task = new TaskMeters(this);
    tasks.add(task);
    return task;
  }

  /** Is told of each step of the models; any thread may use it. */
  public BatchTimer modelSteps() {
    return batchTimer;
  }

  /** Is told of state that comes back from changelog topics. */
  public StateRestoreListener restoreListener() {
    return restore;
  }

  /** Counts a flow that breaks {@code rule}. */
  public void ruleBroken(FlowRule rule) {
    counterOf(brokenRules, rule).increment();
  }

  /** Counts an error. */
  public void error(ErrorKind kind) {
    errors(kind, 1);
  }

  /** Counts errors. */
  public void errors(ErrorKind kind, long count) {
    counterOf(errors, kind).increment((double) count);
  }

  /** Counts a stream thread that failed and is replaced. */
  public void threadReplaced() {
    threadsReplaced.increment();
  }

  /** Counts recorded flows that were put on the topic. */
  public void replayed(long count) {
    replayed.increment((double) count);
  }

  /** Sets how many flows the tables of a replay hold. */
  public void replaySize(long flows) {
    replaySize = flows;
  }

  /** Sets how many flows of the tables of a replay are on the topic. */
  public void replayPosition(long flows) {
    replayPosition = flows;
  }

  /** Records one advance of the engine and the flows it handed out. */
  public void advance(long nanos, int flows) {
    advance.record(nanos, TimeUnit.NANOSECONDS);
    advanceFlows.record(flows);
  }

  /** Records the encoding of one flow, one in {@link TaskMeters#SAMPLE_EVERY}. */
  public void encode(long nanos) {
    encode.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Records the writing of changed host states before a commit. */
  public void commit(long nanos) {
    commit.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Flows sent per second of wall time, over the last ten whole seconds. */
  public double achievedFlowsPerSecond() {
    return achievedRate.flowsPerSecond();
  }

  /** Simulated hosts, over all tasks. */
  public int hosts() {
    return (int) sum(TaskMeters::hosts);
  }

  /**
   * Simulated time of the task that is furthest behind, milliseconds since the epoch; 0 before the
   * first task has started.
   */
  public long simulatedMs() {
    return tasks.stream()
        .filter(TaskMeters::started)
        .mapToLong(TaskMeters::simulatedMs)
        .min()
        .orElse(0);
  }

  /** Adds the meters of the JVM and the process. */
  public void bindJvm() {
    binders.bindJvm();
  }

  /** Adds the meters of a Streams application and of its clients. */
  public void bind(KafkaStreams streams) {
    binders.bind(streams);
  }

  /** Adds the meters of a producer. */
  public void bind(Producer<?, ?> producer) {
    binders.bind(producer);
  }

  /** Stops the binders; call it before the clients that they read are closed. */
  @Override
  public void close() {
    binders.close();
  }

  /** The window of one more task on the flows of the hosts of {@code bundle}. */
  StreamWindow openWindow(String bundle, ReferenceHistograms reference) {
    return fidelities
        .computeIfAbsent(bundle, name -> new LiveFidelity(name, reference, registry))
        .open();
  }

  /** Forgets a window, where it is one of {@code bundle}. */
  void closeWindow(String bundle, StreamWindow window) {
    LiveFidelity fidelity = fidelities.get(bundle);
    if (fidelity != null) {
      fidelity.remove(window);
    }
  }

  void addFlows(String label, int protocol, long flows, long bytes, long packets) {
    Volume[] byProtocol = volumes.get(label);
    if (byProtocol == null) {
      String counted = volumes.size() < MAX_LABELS ? label : OTHER_LABEL;
      byProtocol = volumes.computeIfAbsent(counted, unseen -> new Volume[PROTOCOLS]);
      label = counted;
    }
    Volume volume = byProtocol[protocol];
    if (volume == null) {
      // two tasks may both come here: the registry hands both the same counters
      String name = IpProtocol.format(protocol);
      volume =
          new Volume(
              counter(ServiceMeter.FLOWS, name, label),
              counter(ServiceMeter.FLOW_BYTES, name, label),
              counter(ServiceMeter.FLOW_PACKETS, name, label));
      byProtocol[protocol] = volume;
    }
    volume.flows().increment((double) flows);
    volume.bytes().increment((double) bytes);
    volume.packets().increment((double) packets);
  }

  void addSent(long flowCount, long lateCount) {
    achievedRate.add(flowCount);
    late.increment((double) lateCount);
  }

  void addServicePort(int place, long count) {
    servicePorts[place].increment((double) count);
  }

  void addHour(int hour, long count) {
    hours[hour].increment((double) count);
  }

  void recordLateness(long latenessMs) {
    lateness.record(latenessMs, TimeUnit.MILLISECONDS);
  }

  void remove(TaskMeters task) {
    tasks.remove(task);
  }

  private double targetFlowsPerSecond() {
    return sum(TaskMeters::targetFlowsPerSecond);
  }

  private long leadMs() {
    long simulated = simulatedMs();
    return simulated == 0 ? 0 : simulated - registry.config().clock().wallTime();
  }

  private long spreadMs() {
    var simulated =
        tasks.stream()
            .filter(TaskMeters::started)
            .mapToLong(TaskMeters::simulatedMs)
            .summaryStatistics();
    return simulated.getCount() == 0 ? 0 : simulated.getMax() - simulated.getMin();
  }

  private double sum(ToDoubleFunction<TaskMeters> reading) {
    return tasks.stream().mapToDouble(reading).sum();
  }

  private BatchTimer batchTimer() {
    Timer step =
        timer(ServiceMeter.STEP)
            .serviceLevelObjectives(
                Duration.ofNanos(300_000),
                Duration.ofMillis(1),
                Duration.ofMillis(3),
                Duration.ofMillis(10),
                Duration.ofMillis(30),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofSeconds(1))
            .register(registry);
    DistributionSummary stepHosts = summary(ServiceMeter.STEP_HOSTS);
    Clock clock = registry.config().clock();
    return new BatchTimer() {
      @Override
      public long begin() {
        return clock.monotonicTime();
      }

      @Override
      public void end(long begun, int hosts) {
        step.record(clock.monotonicTime() - begun, TimeUnit.NANOSECONDS);
        stepHosts.record(hosts);
      }
    };
  }

  private static <K extends Enum<K>> Counter counterOf(Map<K, Counter> counters, K key) {
    return Objects.requireNonNull(counters.get(key));
  }

  /** The counter of these tag values, in the order of the meter's tags. */
  private Counter counter(ServiceMeter meter, String... tagValues) {
    Counter.Builder builder =
        Counter.builder(meter.meterName()).baseUnit(meter.unit()).description(meter.meaning());
    for (int i = 0; i < tagValues.length; i++) {
      builder.tag(meter.tags().get(i), tagValues[i]);
    }
    return builder.register(registry);
  }

  private static Timer.Builder timer(ServiceMeter meter) {
    return Timer.builder(meter.meterName()).description(meter.meaning());
  }

  private DistributionSummary summary(ServiceMeter meter) {
    return DistributionSummary.builder(meter.meterName())
        .baseUnit(meter.unit())
        .description(meter.meaning())
        .register(registry);
  }

  private void gauge(ServiceMeter meter, ToDoubleFunction<ServiceMeters> value) {
    Gauge.builder(meter.meterName(), this, value)
        .baseUnit(meter.unit())
        .description(meter.meaning())
        .strongReference(true)
        .register(registry);
  }
}
