package io.flowstan.service.replay;

import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.registry.SchemaIds;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.wire.FlowValueWriter;
import io.flowstan.service.wire.ProducerTuning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a replay's flows onto the output topic: transactions that hold flows, the hosts'
 * sequence numbers and the position together, or nothing of them.
 *
 * <p>There is one replay a topic: opening another ends the one before, and its open transaction.
 */
final class ReplayOutlet implements AutoCloseable {
  private static final int TRANSACTION_TIMEOUT_MS = 30_000;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final String topic;
  private final RecordTimestamp timestamps;
  private final FlowValueWriter encoder;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ReplayJournal journal;
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final List<Stream> changed = new ArrayList<>();
  private boolean inTransaction;

  /** A host's stream: its key, and the sequence number that is next. */
  private static final class Stream {
    final int host;
    final byte[] key;
    long nextSequence;
    boolean isChanged;

    Stream(int host, long nextSequence) {
      this.host = host;
      this.nextSequence = nextSequence;
      key = Ipv4.format(host).getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Opens the way onto {@code topic}.
   *
   * @param client the connection, as Kafka's clients take it
   */
  ReplayOutlet(String topic, Map<String, String> client, SchemaIds ids, RecordTimestamp timestamps)
      throws InterruptedException {
    this.topic = topic;
    this.timestamps = timestamps;
    encoder = FlowValueWriter.open(topic, client, ids);
    Map<String, Object> settings = ProducerTuning.with(client);
    // batches in flight behind the first one after a commit, which may have to wait for its
    // markers,
    // would each be refused as out of order, logged as errors and sent again
    settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "flowstan-replay-" + topic);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions(); // before the notes are read: now they change no more
      journal = ReplayJournal.read(client, topic);
    } catch (InterruptedException | RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    journal.nextSequences().forEach((host, next) -> streams.put(host, new Stream(host, next)));
  }

  /** Where the last replay is; null where there was none. */
  @Nullable ReplayPosition position() {
    return journal.position();
  }

  /** The producer, for its meters. */
  KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** Sends {@code flow} as the next of its host; the result has its sequence number. */
  HostFlow put(HostFlow flow, long wallMs) {
    if (!inTransaction) {
      producer.beginTransaction();
      inTransaction = true;
    }
    Stream stream = streams.get(flow.host());
    if (stream == null) {
      stream = new Stream(flow.host(), 0);
      streams.put(flow.host(), stream);
    }
    if (!stream.isChanged) {
      stream.isChanged = true;
      changed.add(stream);
    }
    HostFlow numbered = new HostFlow(flow.host(), stream.nextSequence++, flow.dueMs(), flow.flow());
    send(
        new ProducerRecord<>(
            topic, null, timestamps.of(numbered, wallMs), stream.key, encoder.encode(numbered)));
    return numbered;
  }

  /** Commits what was put, and that the replay has come to {@code reached}. */
  void commit(ReplayPosition reached) {
    if (!inTransaction) {
      producer.beginTransaction();
    }
    for (Stream stream : changed) {
      send(journal.noteOf(stream.host, stream.nextSequence));
      stream.isChanged = false;
    }
    changed.clear();
    send(journal.noteOf(reached));
    producer.commitTransaction();
    inTransaction = false;
  }

  /** Whether something was put and not committed. */
  boolean isOpen() {
    return inTransaction;
  }

  /** Number of hosts that have flows on the topic. */
  int hosts() {
    return streams.size();
  }

  /** What was put and not committed is given up. */
  @Override
  public void close() {
    producer.close(CLOSE_WITHIN);
    encoder.close();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record); // one that fails makes the commit fail
  }
}
