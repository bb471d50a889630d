package io.flowstan.service.replay;

import io.flowstan.avro.FlowRecord;
import io.flowstan.flow.FlowSource;
import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.clock.TaskClock;
import io.flowstan.service.metrics.ServiceMeters;
import io.flowstan.service.metrics.TaskMeters;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.wire.FlowEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Recorded flows on their way to the output topic, in transactions, each flow once.
 *
 * <p>Several sources in a row go on with the hosts' sequences. One thread uses one instance.
 */
public final class FlowReplay implements AutoCloseable {
  private static final long COMMIT_EVERY_MS = 500;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final String topic;
  private final Pace pace;
  private final RecordTimestamp timestamps;
  private final FlowEncoder encoder;
  private final ServiceMeters meters;
  private final TaskMeters taskMeters;
  private final LongSupplier wallClock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final Map<Integer, Long> flowsByProtocol = new TreeMap<>();
  private @Nullable TaskClock clock;
  private boolean inTransaction;
  private long committedAtMs;
  private long uncounted;

  /** A host's stream: its key, and the sequence number that is next. */
  private static final class Stream {
    final byte[] key;
    long nextSequence;

    Stream(int host) {
      key = Ipv4.format(host).getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * A replay onto {@code topic}.
   *
   * @param client the connection, as Kafka's clients take it
   * @param wallClock milliseconds since the epoch
   */
  public FlowReplay(
      String topic,
      Map<String, String> client,
      SchemaIds ids,
      Pace pace,
      RecordTimestamp timestamps,
      ServiceMeters meters,
      LongSupplier wallClock) {
    this.topic = topic;
    this.pace = pace;
    this.timestamps = timestamps;
    this.encoder =
        new FlowEncoder(ids.resolveId(SchemaIds.valueSubject(topic), FlowRecord.getClassSchema()));
    this.meters = meters;
    this.taskMeters = meters.openTask();
    this.wallClock = wallClock;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putAll(client);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "flowstan-replay-" + topic);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    meters.bind(producer);
    producer.initTransactions();
  }

  /**
   * Sends all of {@code source}; returns early where {@code stopped} turns true.
   *
   * @throws IOException where the source cannot be read; what was read before is committed
   * @throws KafkaException where the cluster refuses; the open transaction is not committed
   */
  public void send(FlowSource source, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    try {
      HostFlow flow;
      while (!stopped.getAsBoolean() && (flow = source.next()) != null) {
        if (!awaitDue(flow.dueMs(), stopped)) {
          break;
        }
        put(flow);
      }
    } finally {
      commit();
    }
  }

  /** Flows committed, by protocol number. */
  public Map<Integer, Long> flowsByProtocol() {
    return flowsByProtocol;
  }

  /** Hosts that had flows. */
  public Set<Integer> hosts() {
    return new HashSet<>(streams.keySet());
  }

  /** Simulated time reached, milliseconds since the epoch; 0 before the first flow. */
  public long simulatedMs() {
    return clock == null ? 0 : clock.simulatedMs();
  }

  @Override
  public void close() {
    taskMeters.close();
    producer.close(CLOSE_WITHIN);
  }

  private boolean awaitDue(long dueMs, BooleanSupplier stopped) throws InterruptedException {
    TaskClock time = clock;
    if (time == null) {
      time = TaskClock.start(pace, wallClock.getAsLong(), dueMs);
      clock = time;
    }
    while (true) {
      long now = wallClock.getAsLong();
      long target = time.targetMs(now);
      if (target >= dueMs && time.allowance(now, 1, 1) > 0) {
        return true;
      }
      if (stopped.getAsBoolean()) {
        return false;
      }
      if (inTransaction && now - committedAtMs >= COMMIT_EVERY_MS) {
        commit();
      }
      taskMeters.progress(time.simulatedMs(), target == Pace.UNBOUNDED ? dueMs : target);
      Thread.sleep(1);
    }
  }

  private void put(HostFlow flow) {
    long now = wallClock.getAsLong();
    if (!inTransaction) {
      producer.beginTransaction();
      inTransaction = true;
      committedAtMs = now;
    }
    Stream stream = streams.computeIfAbsent(flow.host(), Stream::new);
    HostFlow numbered = new HostFlow(flow.host(), stream.nextSequence++, flow.dueMs(), flow.flow());
    // a send that fails makes the commit fail
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic, null, timestamps.of(numbered, now), stream.key, encoder.encode(numbered)));
    taskMeters.count(numbered);
    flowsByProtocol.merge(flow.flow().protocol(), 1L, Long::sum);
    uncounted++;
    if (clock != null) {
      clock.sent(flow.dueMs());
    }
    if (now - committedAtMs >= COMMIT_EVERY_MS) {
      commit();
    }
  }

  private void commit() {
    if (!inTransaction) {
      return;
    }
    inTransaction = false;
    producer.commitTransaction();
    meters.replayed(uncounted);
    uncounted = 0;
    taskMeters.publish();
    taskMeters.hosts(streams.size());
    if (clock != null) {
      taskMeters.progress(clock.simulatedMs(), clock.simulatedMs());
    }
  }
}
