package io.flowstan.service.bench;

import java.util.Locale;
import java.util.stream.Collectors;

/** A result as Markdown: the tables of the documentation. */
public final class BenchTables {
  private final BenchResult result;

  public BenchTables(BenchResult result) {
    this.result = result;
  }

  /** All tables, one below the other. */
  public String markdown() {
    return machine() + "\n" + speeds() + "\n" + costs() + "\n" + parts();
  }

  private String machine() {
    BenchMachine machine = result.machine();
    return text(
        "%d cores of %s, %s, %s, heap up to %,d MiB, Kafka %s, %d threads, commits every %d ms,"
            + " load average before the start %.1f, bundle `%.12s`.%n",
        machine.cores(),
        machine.processor(),
        machine.system(),
        machine.java(),
        machine.maxHeapMiB(),
        machine.kafka(),
        machine.threads(),
        result.commitIntervalMs(),
        machine.loadAverage(),
        machine.bundle());
  }

  private String speeds() {
    double ceiling = result.producerPerf().bestRecordsPerSecond();
    String head =
        "| hosts | engine alone, flows/s | service, at least once | service, exactly once"
            + " | exactly once / producer benchmark |\n|---:|---:|---:|---:|---:|\n";
    return result.byHosts().stream()
        .map(
            at ->
                text(
                    "| %,d | %,.0f | %,.0f | %,.0f | %.2f |%n",
                    at.hosts(),
                    at.engine().flowsPerSecond(),
                    at.atLeastOnce().flowsPerSecond(),
                    at.exactlyOnce().flowsPerSecond(),
                    at.exactlyOnce().flowsPerSecond() / ceiling))
        .collect(Collectors.joining("", head, ""));
  }

  private String costs() {
    String head =
        "| hosts | engine: ns of CPU a flow | bytes of garbage | at least once: ns | bytes"
            + " | exactly once: ns | bytes |\n|---:|---:|---:|---:|---:|---:|---:|\n";
    return result.byHosts().stream()
        .map(
            at ->
                text("| %,d |", at.hosts())
                    + cost(at.engine())
                    + cost(at.atLeastOnce())
                    + cost(at.exactlyOnce())
                    + "\n")
        .collect(Collectors.joining("", head, ""));
  }

  private static String cost(Measured measured) {
    return text(" %,.0f | %,.0f |", measured.cpuNanosPerFlow(), measured.garbageBytesPerFlow());
  }

  private String parts() {
    EncodeBench.Encoding encode = result.encode();
    Ceiling.Report ceiling = result.producerPerf();
    StateBench.StateWeight state = result.state();
    return "| part | figure | value |\n|---|---|---:|\n"
        + row("encoder", "ns of CPU a flow", encode.nanosPerFlow())
        + row("encoder", "bytes of a value", encode.bytesPerFlow())
        + row("encoder", "bytes of heap a flow", encode.allocatedBytesPerFlow())
        + row("producer benchmark", "records/s, best run", ceiling.bestRecordsPerSecond())
        + row("producer benchmark", "records/s, worst run", worst(ceiling))
        + row("state", "bytes a host, mean of " + state.hosts(), state.meanBytes())
        + row("state", "bytes a host, 99th percentile", state.p99Bytes())
        + row("state", "bytes a host, largest", state.maxBytes());
  }

  private static double worst(Ceiling.Report ceiling) {
    return ceiling.recordsPerSecond().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private static String row(String part, String figure, double value) {
    return text("| %s | %s | %,.0f |%n", part, figure, value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
