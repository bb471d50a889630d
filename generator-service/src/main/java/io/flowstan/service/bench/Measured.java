package io.flowstan.service.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What was done in a stretch of time, and what it took.
 *
 * @param flows flows made
 * @param seconds wall time
 * @param cpuSeconds processor time of the whole process, all of its threads
 * @param allocatedBytes bytes of heap that the threads in question allocated
 */
public record Measured(long flows, double seconds, double cpuSeconds, long allocatedBytes) {
  public Measured {
    if (flows < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException(
          flows + " flows in " + seconds + " s: expected at least one flow in some time");
    }
  }

  /** Flows a second of wall time. */
  @JsonProperty
  public double flowsPerSecond() {
    return flows / seconds;
  }

  /** Processor time a flow, nanoseconds. */
  @JsonProperty
  public double cpuNanosPerFlow() {
    return cpuSeconds * 1e9 / flows;
  }

  /** Bytes allocated a flow. */
  @JsonProperty
  public double garbageBytesPerFlow() {
    return (double) allocatedBytes / flows;
  }
}
