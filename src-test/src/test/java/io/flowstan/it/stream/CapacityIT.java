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
import io.flowstan.service.stream.StreamsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * 100,000 hosts in real time, with the shipped model: up soon, in 4 GiB with the broker, stopped at
 * once and back again. Only by {@code -Dflowstan.it.long=true}, with {@code
 * -Dsurefire.argLine=-Xmx4g}, on a machine with nothing else to do. It prints what it measured.
 */
@EnabledIfSystemProperty(named = "flowstan.it.long", matches = "true")
class CapacityIT {
  private static final int HOSTS = 100_000;
  private static final Duration RUN = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final long MOST_MEMORY = 4L << 30;

  @TempDir private Path folder;

  @Test
  void aHundredThousandHostsComeRunStopAndComeBack() throws Exception {
    try (TestCluster cluster = new TestCluster()) {
      Application application = cluster.application("capacity", folder.resolve("capacity"));
      application.createTopics();
      comeAndRun(application);
      comeBack(application);
    }
    assertThat(peakMemory()).isLessThanOrEqualTo(MOST_MEMORY);
  }

  private static void comeAndRun(Application application) throws Exception {
    long startMs = System.currentTimeMillis();
    FlowGenerator generator = start(application);
    try {
      await().atMost(SOON).until(generator::isRunning);
      double few = untilAll(application, generator, 1_000, startMs);
      double all = untilAll(application, generator, HOSTS, startMs);
      long before = generator.tally().flows();
      Thread.sleep(RUN.toMillis());
      long flows = generator.tally().flows() - before;
      System.err.printf(
          "capacity: 1,000 hosts up after %.1f s, %,d after %.1f s; %,d flows/s; %.2f GiB%n",
          few, HOSTS, all, flows / RUN.toSeconds(), peakMemory() / (double) (1 << 30));
      assertThat(few).isLessThanOrEqualTo(5);
      assertThat(all).isLessThanOrEqualTo(60);
    } finally {
      long began = System.nanoTime();
      generator.close();
      double stop = seconds(began);
      System.err.printf("capacity: stopped after %.1f s%n", stop);
      assertThat(stop).isLessThanOrEqualTo(5);
    }
  }

  private static void comeBack(Application application) throws Exception {
    long began = System.nanoTime();
    try (FlowGenerator again = start(application)) {
      await().atMost(SOON).until(() -> again.tally().hosts() == HOSTS && again.tally().flows() > 0);
      double restored = seconds(began);
      System.err.printf(
          "capacity: sending again after %.1f s; %.2f GiB%n",
          restored, peakMemory() / (double) (1 << 30));
      assertThat(restored).isLessThanOrEqualTo(60);
    }
  }

  private static FlowGenerator start(Application application) {
    return application.start(
        new Pace.Realtime(),
        Long.MAX_VALUE,
        EngineFactory.ofDefault(TestCluster::shippedModel),
        StreamsSettings.defaults().commitInterval());
  }

  /** Assigns the first {@code hosts}; seconds until all are simulated. */
  private static double untilAll(
      Application application, FlowGenerator generator, int hosts, long startMs)
      throws InterruptedException {
    List<AssignedHost> assigned =
        IntStream.rangeClosed(1, hosts)
            .mapToObj(i -> new AssignedHost(new HostSpec(Ipv4.parse("10.0.0.0") + i, 7, startMs)))
            .toList();
    long began = System.nanoTime();
    application.hosts().assign(assigned);
    await().atMost(SOON).until(() -> generator.tally().hosts() == hosts);
    return seconds(began);
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  /** Most bytes of memory that the process has had, files mapped in counted. */
  private static long peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
