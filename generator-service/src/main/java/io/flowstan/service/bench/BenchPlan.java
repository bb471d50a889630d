package io.flowstan.service.bench;

import io.flowstan.flow.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a benchmark measures.
 *
 * @param hosts numbers of simulated hosts, each measured by itself
 * @param threads threads that draw, and tasks of the service
 * @param window time that each speed is measured for
 * @param ceilingRecords records of one run of Kafka's own tool
 * @param ceilingRuns runs of it, of which the best counts
 * @param sampleFlows flows that are encoded, and that the tool sends
 * @param stateHosts hosts whose state is weighed
 * @param seed draws hosts and flows
 */
public record BenchPlan(
    List<Integer> hosts,
    int threads,
    Duration window,
    int ceilingRecords,
    int ceilingRuns,
    int sampleFlows,
    int stateHosts,
    long seed) {
  /** Where the hosts live. */
  public static final Network NETWORK = Network.parse("10.0.0.0/8");

  /** Simulated time at which they start. */
  static final Instant START = Instant.parse("2016-04-11T00:00:00Z");

  /** Simulated time after which a state is weighed. */
  static final Duration STATE_AGE = Duration.ofHours(24);

  public BenchPlan {
    hosts = hosts.stream().distinct().sorted().toList();
    if (hosts.isEmpty() || hosts.get(0) < 1) {
      throw new IllegalArgumentException("hosts = " + hosts + ": expected numbers of 1 or more");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads = " + threads + ": expected 1 or more");
    }
    if (window.toMillis() < 100) {
      throw new IllegalArgumentException("window = " + window + ": expected at least 100ms");
    }
  }

  /** Every number at full length: some minutes a number of hosts. */
  public static BenchPlan full(List<Integer> hosts, int threads, Duration window, long seed) {
    return new BenchPlan(hosts, threads, window, 2_000_000, 3, 100_000, 100, seed);
  }

  /** Everything once and short: whether it works, not how fast it is. */
  public static BenchPlan quick(List<Integer> hosts, int threads, Duration window, long seed) {
    return new BenchPlan(hosts, threads, window, 100_000, 3, 10_000, 10, seed);
  }

  /** Time before a window opens, in which code is compiled and buffers fill. */
  Duration warmUp() {
    return window.dividedBy(3);
  }
}
