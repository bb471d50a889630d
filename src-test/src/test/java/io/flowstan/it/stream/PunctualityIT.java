package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Ipv4;
import io.flowstan.it.stream.TestCluster.Application;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.population.AssignedHost;
import io.flowstan.service.stream.EngineFactory;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.RecordTimestamp;
import io.flowstan.service.stream.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flows go out when they are due, as many as are asked for, evenly, and are seen soon; with the
 * shipped model. Only by {@code -Dflowstan.it.long=true}, on a machine with nothing else to do:
 * what is measured is the machine's as much as the service's. Each test prints what it measured.
 */
@EnabledIfSystemProperty(named = "flowstan.it.long", matches = "true")
class PunctualityIT {
  /** As users have it. */
  private static final Duration COMMIT_INTERVAL = StreamsSettings.defaults().commitInterval();

  /**
   * Index of dispersion of the flows in 100 ms, and coefficient of variation. A task sends nothing
   * while it commits, and what was owed right after.
   */
  private static final double DISPERSED = 1.2;

  private static final double UNEVEN = 0.05;

  private static final int WINDOW_MS = 60_000;
  private static final int SPAN_MS = 100;
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static TestCluster cluster;

  @BeforeAll
  static void startBroker() {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stopBroker() {
    cluster.close();
  }

  @Test
  void inRealTimeFlowsGoOutWhenTheyAreDue() throws Exception {
    // 10,000 hosts have some 1,100 flows a second
    Application application = application("realtime", 10_000, System.currentTimeMillis());
    Sendings sendings = new Sendings();
    try (FlowGenerator generator = start(application, new Pace.Realtime(), sendings)) {
      await().atMost(SOON).until(() -> generator.tally().hosts() == 10_000);
      long from = settled();
      sleepUntil(from + WINDOW_MS + 2_000);

      long[] lateness = sendings.lateness(from, from + WINDOW_MS);
      System.err.printf(
          "realtime: %d flows due in 60 s; lateness p50 %d ms, p99 %d ms, max %d ms%n",
          lateness.length,
          lateness[lateness.length / 2],
          lateness[(int) (lateness.length * 0.99)],
          lateness[lateness.length - 1]);
      assertThat(lateness[0]).isNotNegative();
      assertThat(lateness[(int) (lateness.length * 0.99)]).isLessThanOrEqualTo(50);
      assertThat(flows(sendings, from))
          .isBetween((long) (0.99 * lateness.length), (long) (1.01 * lateness.length));
    }
  }

  @Test
  void aRateIsKeptEvenlyAndSeenSoon() throws Exception {
    Application application =
        application("rate", 1_000, TestCluster.START_MS).withTimestamps(RecordTimestamp.EMISSION);
    Sendings sendings = new Sendings();
    try (FlowGenerator generator = start(application, new Pace.Rate(10_000), sendings)) {
      await().atMost(SOON).until(() -> generator.tally().flows() > 20_000);
      long from = settled();
      long[] delays = delays(application, from, from + WINDOW_MS);

      long[] counts = sendings.counts(from, SPAN_MS, WINDOW_MS / SPAN_MS);
      double mean = LongStream.of(counts).average().orElseThrow();
      double variance = variance(counts, mean);
      System.err.printf(
          "rate 10,000: %d flows in 60 s; per 100 ms: index of dispersion %.2f, coefficient of variation %.1f %%%n",
          LongStream.of(counts).sum(), variance / mean, 100 * Math.sqrt(variance) / mean);
      System.err.printf(
          "rate 10,000: committed flows seen after p50 %d ms, p99 %d ms, max %d ms%n",
          delays[delays.length / 2],
          delays[(int) (delays.length * 0.99)],
          delays[delays.length - 1]);
      assertThat(LongStream.of(counts).sum()).isBetween(594_000L, 606_000L);
      assertThat(variance / mean).isLessThanOrEqualTo(DISPERSED);
      assertThat(delays[(int) (delays.length * 0.99)])
          .isLessThanOrEqualTo(COMMIT_INTERVAL.toMillis() + 200);
    }
  }

  @Test
  void aHighRateIsKeptEvenly() throws Exception {
    Application application = application("high-rate", 1_000, TestCluster.START_MS);
    Sendings sendings = new Sendings();
    try (FlowGenerator generator = start(application, new Pace.Rate(30_000), sendings)) {
      await().atMost(SOON).until(() -> generator.tally().flows() > 60_000);
      long from = settled();
      sleepUntil(from + WINDOW_MS + 1_000);

      long[] counts = sendings.counts(from, SPAN_MS, WINDOW_MS / SPAN_MS);
      double mean = LongStream.of(counts).average().orElseThrow();
      double variation = Math.sqrt(variance(counts, mean)) / mean;
      System.err.printf(
          "rate 30,000: %d flows in 60 s; per 100 ms: coefficient of variation %.1f %%%n",
          LongStream.of(counts).sum(), 100 * variation);
      assertThat(LongStream.of(counts).sum()).isBetween(1_782_000L, 1_818_000L);
      assertThat(variation).isLessThanOrEqualTo(UNEVEN);
    }
  }

  private static Application application(String name, int hosts, long startMs) throws Exception {
    Application application = cluster.application(name, folder.resolve(name));
    application.createTopics();
    List<AssignedHost> assigned =
        IntStream.rangeClosed(1, hosts)
            .mapToObj(i -> new AssignedHost(new HostSpec(Ipv4.parse("10.0.0.0") + i, 7, startMs)))
            .toList();
    application.hosts().assign(assigned);
    return application;
  }

  private static FlowGenerator start(Application application, Pace pace, Sendings sendings) {
    return application.start(
        pace,
        Long.MAX_VALUE,
        EngineFactory.ofDefault(() -> new TimedStreams(TestCluster.shippedModel(), sendings)),
        COMMIT_INTERVAL);
  }

  /** The next full 100 ms after some seconds in which compilers and caches come to rest. */
  private static long settled() throws InterruptedException {
    long from = (System.currentTimeMillis() + 15_000) / SPAN_MS * SPAN_MS;
    sleepUntil(from);
    return from;
  }

  private static void sleepUntil(long wallMs) throws InterruptedException {
    Thread.sleep(Math.max(0, wallMs - System.currentTimeMillis()));
  }

  private static long flows(Sendings sendings, long fromMs) {
    return LongStream.of(sendings.counts(fromMs, WINDOW_MS, 1)).sum();
  }

  private static double variance(long[] counts, double mean) {
    return LongStream.of(counts).mapToDouble(c -> (c - mean) * (c - mean)).average().orElseThrow();
  }

  /**
   * Milliseconds between the sending of flows sent in [from, to) and a reader of committed records
   * having them, sorted.
   */
  private static long[] delays(Application application, long fromMs, long toMs) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            application.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "max.poll.records",
            Integer.MAX_VALUE);
    List<Long> delays = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(application.topics().flows()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      while (System.currentTimeMillis() < toMs + 3_000) {
        var records = consumer.poll(Duration.ofMillis(20));
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (fromMs <= record.timestamp() && record.timestamp() < toMs) {
            delays.add(now - record.timestamp());
          }
        }
      }
    }
    return delays.stream().mapToLong(Long::longValue).sorted().toArray();
  }
}
