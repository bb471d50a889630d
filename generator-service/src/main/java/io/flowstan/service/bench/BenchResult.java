package io.flowstan.service.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;

/**
 * All that one run of the benchmark measured.
 *
 * @param machine where
 * @param commitIntervalMs time between commits of the service
 * @param encode encoding alone
 * @param producerPerf Kafka's own producer benchmark
 * @param state weight of a host's state
 * @param byHosts what depends on the number of hosts, fewest hosts first
 */
public record BenchResult(
    BenchMachine machine,
    long commitIntervalMs,
    EncodeBench.Encoding encode,
    Ceiling.Report producerPerf,
    StateBench.StateWeight state,
    List<AtHosts> byHosts) {
  /** What was measured with so many hosts. */
  public record AtHosts(int hosts, Measured engine, Measured atLeastOnce, Measured exactlyOnce) {}

  public BenchResult {
    byHosts = List.copyOf(byHosts);
  }

  /** Where the whole service was fastest: the numbers of one line are of the same hosts. */
  private AtHosts best() {
    return byHosts.stream()
        .max(Comparator.comparingDouble(at -> at.exactlyOnce().flowsPerSecond()))
        .orElseThrow();
  }

  /** Number of hosts of the speeds below: those with which the service was fastest. */
  @JsonProperty
  public int hosts() {
    return best().hosts();
  }

  /** Flows that the service committed while it was measured. */
  @JsonProperty
  public long flows() {
    return best().exactlyOnce().flows();
  }

  /** Wall time that they took. */
  @JsonProperty
  public double seconds() {
    return best().exactlyOnce().seconds();
  }

  /** The whole service's speed. */
  @JsonProperty
  public double flowsPerSecond() {
    return exactlyOnceFlowsPerSecond();
  }

  /** The engine's speed alone. */
  @JsonProperty
  public double engineFlowsPerSecond() {
    return best().engine().flowsPerSecond();
  }

  /** Processor time of encoding. */
  @JsonProperty
  public double encodeNanosPerFlow() {
    return encode.nanosPerFlow();
  }

  /** The best of the runs of Kafka's own tool. */
  @JsonProperty
  public double producerPerfRecordsPerSecond() {
    return producerPerf.bestRecordsPerSecond();
  }

  /** The whole service's speed without transactions. */
  @JsonProperty
  public double atLeastOnceFlowsPerSecond() {
    return best().atLeastOnce().flowsPerSecond();
  }

  /** The whole service's speed with transactions. */
  @JsonProperty
  public double exactlyOnceFlowsPerSecond() {
    return best().exactlyOnce().flowsPerSecond();
  }

  /** The service's part of the ceiling. */
  @JsonProperty
  public double exactlyOnceOfProducerPerf() {
    return exactlyOnceFlowsPerSecond() / producerPerfRecordsPerSecond();
  }

  /** Mean weight of a host's state after a simulated day. */
  @JsonProperty
  public double stateBytesPerHost() {
    return state.meanBytes();
  }
}
