package io.flowstan.it.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowstan.it.stream.TestCluster.Application;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.stream.FlowGenerator;
import io.flowstan.service.stream.TaskStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A week of 100 hosts at full speed takes no more memory at its end than at its beginning; only by
 * {@code -Dflowstan.it.long=true}. The broker is in the same process, and counts.
 */
@EnabledIfSystemProperty(named = "flowstan.it.long", matches = "true")
class EnduranceIT {
  private static final int HOSTS = 100;
  private static final int DAYS = 7;
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /** Days in which caches fill and compilers work. */
  private static final int WARM_UP_DAYS = 2;

  /** Beyond it there is a leak: the heap varies by 1 or 2 %, what compilers take by more. */
  private static final double GROWTH = 1.1;

  @TempDir private Path folder;

  /**
   * What the process holds.
   *
   * @param heap bytes used right after a collection
   * @param others bytes of memory that is no file's and not given to the heap: the runtime's, the
   *     stores', stacks
   */
  private record Memory(long flows, long heap, long others) {}

  @Test
  void aWeekTakesNoMoreMemoryThanADay() throws Exception {
    try (TestCluster cluster = new TestCluster()) {
      Application application = cluster.application("week", folder.resolve("week"));
      application.createTopics();
      application.hosts().assign(Application.hosts(HOSTS));
      long end = TestCluster.START_MS + DAYS * DAY_MS;
      List<Memory> days = new ArrayList<>();
      try (FlowGenerator generator =
          application.start(new Pace.Max(), end, TestCluster::shippedModel)) {
        for (int day = 1; day <= DAYS; day++) {
          long until = TestCluster.START_MS + day * DAY_MS - DAY_MS / 24;
          await()
              .atMost(Duration.ofMinutes(10))
              .until(() -> isFinished(generator) || reached(generator) >= until);
          assertThat(generator.failure()).isNull();
          Memory memory = memory(generator.tally().flows());
          days.add(memory);
          System.err.printf(
              "day %d: %,d flows, heap %.1f MB, other memory %.1f MB%n",
              day, memory.flows, memory.heap / 1e6, memory.others / 1e6);
        }
        await().atMost(Duration.ofMinutes(10)).until(() -> isFinished(generator));
      }

      assertThat(late(days, Memory::heap)).isLessThan(GROWTH * early(days, Memory::heap));
      assertThat(late(days, Memory::others)).isLessThan(GROWTH * early(days, Memory::others));
    }
  }

  private static double early(List<Memory> days, ToLongFunction<Memory> part) {
    return days.subList(WARM_UP_DAYS - 1, WARM_UP_DAYS + 1).stream()
        .mapToLong(part)
        .average()
        .orElseThrow();
  }

  private static double late(List<Memory> days, ToLongFunction<Memory> part) {
    return days.subList(DAYS - 2, DAYS).stream().mapToLong(part).average().orElseThrow();
  }

  private static boolean isFinished(FlowGenerator generator) {
    return generator.tally().hosts() == HOSTS && generator.tally().isFinished();
  }

  /** Simulated time that all tasks have reached. */
  private static long reached(FlowGenerator generator) {
    long least = Long.MAX_VALUE;
    for (TaskStatus task : generator.tally().status()) {
      Long simulated = task.simulatedMs();
      least = Math.min(least, simulated == null ? 0 : simulated);
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  private static Memory memory(long flows) throws IOException {
    System.gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long anonymous =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    return new Memory(flows, heap.getUsed(), anonymous - heap.getCommitted());
  }
}
