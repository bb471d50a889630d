package io.flowstan.service.metrics;

import io.flowstan.flow.FlowRule;
import io.flowstan.flow.IpProtocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the service, each named here and nowhere else.
 *
 * <p>Names are Micrometer's (dots, base units); Prometheus shows {@code flowstan.flows} as {@code
 * flowstan_flows_total}. No meter carries a host or an address. Flows are counted through {@link
 * TaskMeters}, one a task; rare events are counted here directly, from any thread.
 */
public final class ServiceMeters implements AutoCloseable {
  /** Distinct labels that get a counter of their own; replayed files may hold any number. */
  public static final int MAX_LABELS = 32;

  /** The label under which flows are counted once {@link #MAX_LABELS} labels are known. */
  public static final String OTHER_LABEL = "other";

  private final MeterRegistry registry;
  private final Map<String, Counter[]> flows = new ConcurrentHashMap<>();
  private final Set<TaskMeters> tasks = ConcurrentHashMap.newKeySet();
  private final Deque<AutoCloseable> binders = new ArrayDeque<>();
  private final AchievedRate achievedRate;
  private final Counter bytes;
  private final Counter packets;
  private final Counter late;
  private final Counter replayed;
  private final Counter threadsReplaced;
  private final Timer lateness;
  private final Timer step;
  private final DistributionSummary stepFlows;
  private final Timer encode;
  private final Timer commit;
  private final Map<FlowRule, Counter> brokenRules = new EnumMap<>(FlowRule.class);
  private final Map<ErrorKind, Counter> errors = new EnumMap<>(ErrorKind.class);

  /** Registers every meter; counters by rule and by kind of error start at 0. */
  public ServiceMeters(MeterRegistry registry) {
    this.registry = registry;
    this.achievedRate = new AchievedRate(registry.config().clock()::monotonicTime);
    this.bytes = counter("flowstan.flow.bytes", "bytes", "Bytes that the flows report");
    this.packets = counter("flowstan.flow.packets", "packets", "Packets that the flows report");
    this.late = counter("flowstan.flows.late", null, "Flows sent after their due time");
    this.replayed = counter("flowstan.flows.replayed", null, "Recorded flows put on the topic");
    this.threadsReplaced =
        counter("flowstan.threads.replaced", null, "Stream threads that failed and were replaced");
    this.lateness =
        Timer.builder("flowstan.flow.lateness")
            .description("Wall time by which late flows were late")
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(1))
            .register(registry);
    this.step =
        Timer.builder("flowstan.step")
            .description("Time of one advance of the engine")
            .register(registry);
    this.stepFlows =
        DistributionSummary.builder("flowstan.step.flows")
            .description("Flows handed out by one advance of the engine")
            .register(registry);
    this.encode =
        Timer.builder("flowstan.encode")
            .description("Time to encode one flow, one flow in " + TaskMeters.SAMPLE_EVERY)
            .register(registry);
    this.commit =
        Timer.builder("flowstan.commit")
            .description("Time to write the changed host states before a commit")
            .register(registry);
    registerGauges();
    for (FlowRule rule : FlowRule.values()) {
      brokenRules.put(
          rule,
          Counter.builder("flowstan.rule.violations")
              .description("Flows that break a rule of real traffic")
              .tag("rule", rule.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    for (ErrorKind kind : ErrorKind.values()) {
      errors.put(
          kind,
          Counter.builder("flowstan.errors")
              .description("Errors that did not stop the service")
              .tag("kind", kind.tag())
              .register(registry));
    }
  }

  private void registerGauges() {
    gauge(
        "flowstan.achieved.rate",
        "flows.per.second",
        "Flows sent per second of wall time, over the last 10 seconds",
        meters -> meters.achievedRate.flowsPerSecond());
    gauge(
        "flowstan.target.rate",
        "flows.per.second",
        "Flows asked for per second of wall time; 0 where pacing sets no rate",
        meters -> meters.sum(TaskMeters::targetFlowsPerSecond));
    gauge(
        "flowstan.deficit",
        "flows",
        "Flows asked for by now and not sent yet",
        meters -> meters.sum(TaskMeters::deficitFlows));
    gauge(
        "flowstan.simulated.time",
        "seconds",
        "Simulated time of the task that is furthest behind, seconds since the epoch",
        meters -> meters.simulatedMs() / 1e3);
    gauge(
        "flowstan.simulated.lag",
        "seconds",
        "Simulated time by which the slowest task is behind its clock",
        meters -> meters.tasks.stream().mapToLong(TaskMeters::lagMs).max().orElse(0) / 1e3);
    gauge(
        "flowstan.simulated.spread",
        "seconds",
        "Simulated time between the first and the last task",
        meters -> meters.spreadMs() / 1e3);
    gauge("flowstan.hosts", null, "Simulated hosts", meters -> meters.sum(TaskMeters::hosts));
    gauge(
        "flowstan.state",
        "bytes",
        "Bytes of state kept for the hosts",
        meters -> meters.sum(TaskMeters::stateBytes));
  }

  /** Starts the readings of one task; close them when the task ends. */
  public TaskMeters openTask() {
    TaskMeters task = new TaskMeters(this);
    tasks.add(task);
    return task;
  }

  /** Counts a flow that breaks {@code rule}. */
  public void ruleBroken(FlowRule rule) {
    counterOf(brokenRules, rule).increment();
  }

  /** Counts an error after which the service goes on. */
  public void error(ErrorKind kind) {
    counterOf(errors, kind).increment();
  }

  /** Counts a stream thread that failed and is replaced. */
  public void threadReplaced() {
    threadsReplaced.increment();
  }

  /** Counts recorded flows that were put on the topic. */
  public void replayed(long count) {
    replayed.increment((double) count);
  }

  /** Records one advance of the engine and the flows it handed out. */
  public void step(long nanos, int flows) {
    step.record(nanos, TimeUnit.NANOSECONDS);
    stepFlows.record(flows);
  }

  /** Records the encoding of one flow, see {@link TaskMeters#samplesNext()}. */
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
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(registry);
    closeLater(gc);
    JvmHeapPressureMetrics heap = new JvmHeapPressureMetrics();
    heap.bindTo(registry);
    closeLater(heap);
  }

  /** Adds the meters of a Streams application and of its clients. */
  public void bind(KafkaStreams streams) {
    KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams);
    binder.bindTo(registry);
    closeLater(binder);
  }

  /** Adds the meters of a producer. */
  public void bind(Producer<?, ?> producer) {
    bind(new KafkaClientMetrics(producer));
  }

  /** Adds the meters of a consumer. */
  public void bind(Consumer<?, ?> consumer) {
    bind(new KafkaClientMetrics(consumer));
  }

  /** Adds the meters of an admin client. */
  public void bind(AdminClient admin) {
    bind(new KafkaClientMetrics(admin));
  }

  /** Stops the binders; call it before the clients that they read are closed. */
  @Override
  public synchronized void close() {
    while (!binders.isEmpty()) {
      try {
        binders.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a meter binder did not close: " + e.getMessage(), e);
      }
    }
  }

  void addFlows(String label, int protocol, long count) {
    Counter[] byProtocol = flows.get(label);
    if (byProtocol == null) {
      String counted = flows.size() < MAX_LABELS ? label : OTHER_LABEL;
      byProtocol = flows.computeIfAbsent(counted, unseen -> new Counter[256]);
      label = counted;
    }
    Counter counter = byProtocol[protocol];
    if (counter == null) {
      // two tasks may both come here: the registry hands both the same counter
      counter =
          Counter.builder("flowstan.flows")
              .description("Flows handed to the producer")
              .tag("protocol", IpProtocol.format(protocol))
              .tag("label", label)
              .register(registry);
      byProtocol[protocol] = counter;
    }
    counter.increment((double) count);
  }

  void addVolume(long flowCount, long byteCount, long packetCount, long lateCount) {
    achievedRate.add(flowCount);
    bytes.increment((double) byteCount);
    packets.increment((double) packetCount);
    late.increment((double) lateCount);
  }

  void recordLateness(long latenessMs) {
    lateness.record(latenessMs, TimeUnit.MILLISECONDS);
  }

  void remove(TaskMeters task) {
    tasks.remove(task);
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

  private void bind(KafkaClientMetrics binder) {
    binder.bindTo(registry);
    closeLater(binder);
  }

  private synchronized void closeLater(AutoCloseable binder) {
    binders.push(binder);
  }

  private static <K extends Enum<K>> Counter counterOf(Map<K, Counter> counters, K key) {
    return Objects.requireNonNull(counters.get(key));
  }

  private Counter counter(String name, @Nullable String unit, String description) {
    return Counter.builder(name).baseUnit(unit).description(description).register(registry);
  }

  private void gauge(
      String name,
      @Nullable String unit,
      String description,
      ToDoubleFunction<ServiceMeters> value) {
    Gauge.builder(name, this, value)
        .baseUnit(unit)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
