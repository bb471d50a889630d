package io.flowstan.service.stream;

import io.flowstan.flow.Network;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.population.HostGroup;

/**
 * How the tasks of one run work.
 *
 * @param pace how fast, until an order says otherwise
 * @param untilMs simulated time after which nothing is sent, milliseconds since the epoch;
 *     Long.MAX_VALUE for no end
 * @param partitions partitions of the hosts topic, and so tasks over all instances
 * @param maxFlowsPerStep most flows drawn between two looks at the time
 * @param allowProviderChange whether a run may go on with another execution provider
 * @param network the declared address space
 */
public record GeneratorSettings(
    Pace pace,
    long untilMs,
    int partitions,
    int maxFlowsPerStep,
    boolean allowProviderChange,
    Network network) {
  /** Steps of the size at which the engine's batches are fullest. */
  public GeneratorSettings(Pace pace, long untilMs, int partitions) {
    this(pace, untilMs, partitions, 1_024, false, HostGroup.NETWORK);
  }

  public GeneratorSettings {
    if (partitions < 1 || maxFlowsPerStep < 1) {
      throw new IllegalArgumentException(
          "partitions = "
              + partitions
              + ", maxFlowsPerStep = "
              + maxFlowsPerStep
              + ": expected 1 or more");
    }
  }

  /** The same, but for whether a run may go on with another execution provider. */
  public GeneratorSettings withProviderChange(boolean allowed) {
    return new GeneratorSettings(pace, untilMs, partitions, maxFlowsPerStep, allowed, network);
  }

  /** The same with another declared address space. */
  public GeneratorSettings withNetwork(Network declared) {
    return new GeneratorSettings(
        pace, untilMs, partitions, maxFlowsPerStep, allowProviderChange, declared);
  }
}
