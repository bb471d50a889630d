package io.flowstan.service.bench;

import java.util.List;

/** A made-up result with round numbers. */
final class SomeResult {
  private SomeResult() {}

  /** 100 and 10,000 hosts; the service is fastest with the latter. */
  static BenchResult ofTwoSizes() {
    return new BenchResult(
        new BenchMachine(
            "Processor <1>", 2, "Linux", "JVM 17", 4_096, "4.3.1", "0123456789abcdef", 2, 0.5),
        1_000,
        new EncodeBench.Encoding(90, 100, 120),
        new Ceiling.Report(400_000, List.of(300_000.0, 400_000.0, 350_000.0), 1_000, 100),
        new StateBench.StateWeight(200, 24, 3_000, 4_000, 4_100),
        List.of(at(100, 100_000), at(10_000, 120_000)));
  }

  private static BenchResult.AtHosts at(int hosts, long flowsPerSecond) {
    return new BenchResult.AtHosts(
        hosts,
        measured(2 * flowsPerSecond),
        measured(flowsPerSecond + 20_000),
        measured(flowsPerSecond));
  }

  private static Measured measured(long flowsPerSecond) {
    return new Measured(10 * flowsPerSecond, 10, 20, 2_000 * flowsPerSecond);
  }
}
