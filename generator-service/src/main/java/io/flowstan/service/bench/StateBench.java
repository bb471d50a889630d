package io.flowstan.service.bench;

import io.flowstan.engine.HostSpec;
import io.flowstan.engine.HostStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The weight of a host's state once the host has lived for a day. */
final class StateBench {
  private static final int FLOWS_PER_CALL = 1 << 16;

  private StateBench() {}

  /**
   * Bytes of state, as the engine hands them to the store.
   *
   * @param hosts hosts weighed
   * @param simulatedHours age of the hosts
   * @param meanBytes mean over the hosts
   * @param p99Bytes 99th percentile: the smallest weight that 99 % of the hosts do not exceed
   * @param maxBytes the heaviest
   */
  public record StateWeight(
      int hosts, long simulatedHours, double meanBytes, int p99Bytes, int maxBytes) {}

  /** Lets {@code hosts} live for {@code age} and weighs them. */
  static StateWeight run(EngineSource engines, List<HostSpec> hosts, int threads, Duration age)
      throws IOException {
    try (HostStreams streams = engines.open(threads)) {
      hosts.forEach(streams::add);
      long endMs = BenchPlan.START.plus(age).toEpochMilli();
      while (streams.advance(endMs, FLOWS_PER_CALL, flow -> {}) == FLOWS_PER_CALL) {
        // until all that is due in this time has been handed out
      }
      int[] bytes =
          hosts.stream().mapToInt(host -> streams.state(host.address()).length).sorted().toArray();
      int p99 = bytes[(int) Math.ceil(bytes.length * 0.99) - 1];
      double mean = java.util.Arrays.stream(bytes).average().orElseThrow();
      return new StateWeight(bytes.length, age.toHours(), mean, p99, bytes[bytes.length - 1]);
    }
  }
}
