package io.flowstan.service.stream;

import io.flowstan.service.wire.ProducerTuning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the Streams application runs.
 *
 * @param applicationId names the application: its consumer group, its changelog, its transactions
 * @param threads stream threads of this instance
 * @param commitInterval time between commits; readers of committed records wait for it
 * @param transactionTimeout after so long a transaction of a dead instance is given up; far above
 *     the commit interval and the time that a task works before it looks up
 * @param stateDirectory where host contexts lie on disk; of one instance only
 */
public record StreamsSettings(
    String applicationId,
    int threads,
    Duration commitInterval,
    Duration transactionTimeout,
    Path stateDirectory) {
  /** The least that brokers allow by default: a killed instance's hosts move after it. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** So long a broker may be away before a batch is given up and its transaction done again. */
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(5);

  /** So long a task may make no progress before its thread fails. */
  private static final Duration TASK_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration MAX_TRANSACTION = Duration.ofMinutes(15);
  private static final int MAX_THREADS = 1_024;
  private static final Pattern APPLICATION_ID = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  /** Two threads, commits every second. */
  public static StreamsSettings defaults() {
    return new StreamsSettings(
        "flowstan",
        2,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Path.of(System.getProperty("java.io.tmpdir"), "flowstan-state"));
  }

  public StreamsSettings {
    List<String> problems = new ArrayList<>();
    if (!APPLICATION_ID.matcher(applicationId).matches()) {
      problems.add(
          "applicationId = \""
              + applicationId
              + "\": expected a name of letters, digits, '.', '_' and '-', as topics are named by it");
    }
    if (threads < 1 || threads > MAX_THREADS) {
      problems.add("threads = " + threads + ": expected 1 to " + MAX_THREADS);
    }
    if (transactionTimeout.compareTo(MAX_TRANSACTION) > 0) {
      problems.add(
          "transactionTimeout = "
              + transactionTimeout
              + ": expected at most "
              + MAX_TRANSACTION
              + ", the most that brokers allow by default");
    } else if (commitInterval.isZero()
        || commitInterval.compareTo(transactionTimeout.dividedBy(4)) > 0) {
      problems.add(
          "commitInterval = "
              + commitInterval
              + ": expected more than 0 and at most a quarter of transactionTimeout = "
              + transactionTimeout);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** The settings as Streams wants them; {@code client} holds those of the connection. */
  Properties properties(Map<String, String> client) {
    Properties settings = new Properties();
    settings.putAll(ProducerTuning.defaults());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // the first batch after a commit may have to wait for its markers (transactions v2); batches in
    // flight behind it would each be refused as out of order, logged as errors and sent again
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), "1");
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
        Long.toString(DELIVERY_TIMEOUT.toMillis()));
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        Long.toString(SESSION_TIMEOUT.toMillis()));
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        Long.toString(HEARTBEAT.toMillis()));
    settings.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, TASK_TIMEOUT.toMillis());
    settings.putAll(client);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        Math.toIntExact(transactionTimeout.toMillis()));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    // a poll that waits would hold up the punctuations, and input of one topic the other's
    settings.put(StreamsConfig.POLL_MS_CONFIG, 0L);
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    return settings;
  }
}
