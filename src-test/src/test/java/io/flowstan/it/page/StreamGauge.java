package io.flowstan.it.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader of committed records that only counts them: how fast a stream is to those who read. */
final class StreamGauge implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AtomicLong records = new AtomicLong();
  private final Thread thread = new Thread(this::run, "stream-gauge");

  /** Counts from the present end of {@code topic} on. */
  StreamGauge(String bootstrapServers, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.start();
  }

  /** Records read so far. */
  long records() {
    return records.get();
  }

  /** Records a second while {@code action} goes on. */
  double perSecond(Action action) throws Exception {
    long before = records();
    long began = System.nanoTime();
    action.run();
    return (records() - before) * 1e9 / (System.nanoTime() - began);
  }

  /** What a test does meanwhile. */
  interface Action {
    void run() throws Exception;
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (true) {
        records.addAndGet(consumer.poll(Duration.ofMillis(100)).count());
      }
    } catch (WakeupException e) {
      // closed
    }
  }
}
