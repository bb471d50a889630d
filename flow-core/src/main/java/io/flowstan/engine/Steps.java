package io.flowstan.engine;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import java.util.List;
import java.util.Set;

/**
 * What a step of a model is, to the {@link Engine} that takes the steps: how a batch of hosts draws
 * its next flows, and what a host remembers of them. For one thread.
 *
 * @param <H> the model's host
 */
public interface Steps<H extends EngineHost> extends AutoCloseable {
  /** Hosts that are stepped at once, at most. */
  int maxRows();

  /**
   * Draws the next flow of each of the hosts {@code from .. to-1}, at most {@link #maxRows}, and
   * gives it to {@link EngineHost#setNext}. What a host draws depends on the host alone.
   */
  void draw(List<H> hosts, int from, int to);

  /** The rules that every flow of the model keeps: one that breaks them stops the engine. */
  Set<FlowRule> promises();

  /**
   * Takes a flow that was handed out into what {@code host} remembers.
   *
   * @return whether the host has further flows
   */
  boolean observe(H host, Flow flow);

  @Override
  void close();
}
