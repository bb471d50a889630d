package io.flowstan.service.stream;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.HostAssignment;
import io.flowstan.flow.HostFlow;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.population.Population;
import io.flowstan.service.wire.FlowEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor that runs a {@link GeneratorTask} in a Streams task: input goes to it record by
 * record, and time by a wall-clock punctuation every few milliseconds.
 *
 * <p>Streams reads little input between busy punctuations, so a punctuation gives way while input
 * is arriving, and never spends more than its budget.
 */
final class GeneratorProcessor implements Processor<byte[], TaskInput, byte[], byte[]> {
  /** Header of a late flow: the milliseconds of wall time by which it is late, decimal text. */
  static final String LATE_HEADER = "flowstan.late.ms";

  /** Header of what a task itself put onto the hosts topic: the application id. */
  private static final String OWN_HEADER = "flowstan.application";

  private static final Logger LOG = LoggerFactory.getLogger(GeneratorProcessor.class);
  private static final Duration INTERVAL = Duration.ofMillis(5);
  private static final long BUDGET_NANOS = Duration.ofMillis(20).toNanos();
  private static final long INPUT_BUDGET_NANOS = Duration.ofMillis(4).toNanos();
  private static final long INPUT_SETTLED_NANOS = Duration.ofMillis(30).toNanos();
  private static final long LONGEST_YIELD_NANOS = Duration.ofMillis(200).toNanos();

  private final EngineFactory engines;
  private final GeneratorSettings settings;
  private final Population population;
  private final RecordTimestamp timestamps;
  private final TaskWire wire;
  private final ServiceMeters meters;
  private final FlowTally tally;

  private @Nullable Running running;

  GeneratorProcessor(
      EngineFactory engines,
      GeneratorSettings settings,
      Population population,
      RecordTimestamp timestamps,
      TaskWire wire,
      ServiceMeters meters,
      FlowTally tally) {
    this.engines = engines;
    this.settings = settings;
    this.population = population;
    this.timestamps = timestamps;
    this.wire = wire;
    this.meters = meters;
    this.tally = tally;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    running = new Running(context);
  }

  @Override
  public void process(Record<byte[], TaskInput> record) {
    Objects.requireNonNull(running).process(record);
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /** The processor between init and close. */
  private final class Running implements TaskOutput {
    private final ProcessorContext<byte[], byte[]> context;
    private final FlowEncoder encoder = wire.flowEncoder();
    private final byte[] application;
    private final HostContexts store;
    private final GeneratorTask task;
    private long lastInputNanos = System.nanoTime() - INPUT_SETTLED_NANOS;
    private long lastAdvanceNanos = lastInputNanos;

    Running(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      application = context.applicationId().getBytes(StandardCharsets.UTF_8);
      store = context.getStateStore(HostContexts.NAME);
      task =
          new GeneratorTask(
              context.taskId().partition(),
              engines,
              store,
              settings,
              population,
              this,
              meters,
              tally,
              context.currentSystemTimeMs(),
              System::nanoTime);
      store.beforeCommit(task::beforeCommit);
      context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::advance);
    }

    void process(Record<byte[], TaskInput> record) {
      lastInputNanos = System.nanoTime();
      if (isOwn(record.headers())) {
        return; // what a command made of a host holds already
      }
      task.finishLoading();
      TaskInput input = record.value() == null ? TaskInput.tombstone(record.key()) : record.value();
      try {
        input.applyTo(task, context.currentSystemTimeMs());
      } catch (IllegalArgumentException e) {
        meters.error(input.errorKind());
        LOG.warn("skipped a record: {}", e.getMessage());
        tally
            .errors()
            .add(input.errorKind().tag(), "skipped a record: " + e.getMessage(), lastInputNanos);
      }
    }

    private void advance(long wallMs) {
      long now = System.nanoTime();
      boolean inputArriving = now - lastInputNanos < INPUT_SETTLED_NANOS;
      if (inputArriving && now - lastAdvanceNanos < LONGEST_YIELD_NANOS) {
        return;
      }
      lastAdvanceNanos = now;
      try {
        task.advance(wallMs, inputArriving ? INPUT_BUDGET_NANOS : BUDGET_NANOS);
      } catch (RuntimeException e) {
        // half a step must not be stored when Streams closes the task
        store.beforeCommit(null);
        throw e;
      }
    }

    @Override
    public void flow(HostFlow flow, byte[] key, long wallMs, long lateMs) {
      Headers headers = new RecordHeaders();
      if (lateMs > 0) {
        headers.add(LATE_HEADER, Long.toString(lateMs).getBytes(StandardCharsets.US_ASCII));
      }
      context.forward(
          new Record<>(key, encoder.encode(flow), timestamps.of(flow, wallMs), headers),
          GeneratorTopology.FLOWS);
    }

    @Override
    public void assignment(HostAssignment assignment, long wallMs) {
      Headers headers = new RecordHeaders();
      headers.add(OWN_HEADER, application);
      byte[] key = assignment.getAddress().getBytes(StandardCharsets.UTF_8);
      context.forward(
          new Record<>(key, wire.assignment(assignment), wallMs, headers),
          GeneratorTopology.ASSIGNMENTS);
    }

    @Override
    public void ack(ControlAck ack, long wallMs) {
      byte[] key = Integer.toString(ack.getPartition()).getBytes(StandardCharsets.UTF_8);
      context.forward(new Record<>(key, wire.ack(ack), wallMs), GeneratorTopology.ACKS);
    }

    private boolean isOwn(Headers headers) {
      Header own = headers.lastHeader(OWN_HEADER);
      return own != null && Arrays.equals(own.value(), application);
    }

    void close() {
      store.beforeCommit(null);
      task.close();
    }
  }
}
