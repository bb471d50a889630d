package io.flowstan.engine;

import io.flowstan.flow.HostFlow;
import io.flowstan.model.ExecutionProvider;
import io.flowstan.reference.ReferenceHistograms;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams of many hosts, advanced together: what the service drives and {@code sample} drains.
 *
 * <p>Each host's stream is a pure sequence of its {@link HostSpec}, the bundle and the declared
 * address space. When, how often and beside whom it is advanced never changes what it says. One
 * thread uses one instance.
 */
public interface HostStreams extends AutoCloseable {
  /** Number of hosts. */
  int size();

  /** Whether {@code address} is simulated here. */
  boolean contains(int address);

  /**
   * Starts a host from its first flow.
   *
   * @throws IllegalArgumentException where the address is simulated already or the profile does not
   *     fit the bundle
   */
  void add(HostSpec spec);

  /**
   * Continues a host behind the last flow that {@code state} has seen.
   *
   * @param state bytes from {@link #state(int)}
   * @throws IllegalArgumentException where the bytes are of another version, host or bundle
   */
  void restore(HostSpec spec, byte[] state);

  /**
   * Takes the host's flows before {@code sequence} as handed out, though its state does not: they
   * are drawn again by {@link #catchUp}, or else by the next {@link #advance}, and nobody sees
   * them.
   */
  void skipTo(int address, long sequence);

  /** Draws some {@code maxFlows} of the flows to be skipped; true where none are left. */
  boolean catchUp(int maxFlows);

  /** Stops simulating a host; false where it is not here. */
  boolean remove(int address);

  /**
   * The host's state behind the last flow that was handed out, or in a catch-up behind an earlier
   * one: versioned bytes. A flow that is drawn but not handed out is not in it and will be drawn
   * again, the same.
   */
  byte[] state(int address);

  /** Sequence number of the next flow that the host hands out. */
  long nextSequence(int address);

  /**
   * Due time of the earliest flow not yet handed out, milliseconds since the epoch; Long.MAX_VALUE
   * where there is no host.
   */
  long nextDueMs();

  /**
   * Hands out flows that are due at or before {@code untilMs}, each host's in order; across hosts
   * they come by due time roughly, as they were drawn.
   *
   * @param maxFlows at most so many; a call that returns fewer has handed out all that are due
   * @return number of flows handed out
   */
  default int advance(long untilMs, int maxFlows, Consumer<HostFlow> sink) {
    return advance(untilMs, Long.MAX_VALUE, maxFlows, sink);
  }

  /**
   * The same with no host ahead of another by more than {@code spanMs} of simulated time, as far as
   * one engine draws them: asked for whatever comes next, it would else give busy and quiet hosts
   * as many flows.
   */
  int advance(long untilMs, long spanMs, int maxFlows, Consumer<HostFlow> sink);

  /** Tells {@code timer} of each batch that the model draws from now on. */
  default void tell(BatchTimer timer) {}

  /** What the flows that the model was trained on were like; null where it does not say. */
  default @Nullable ReferenceHistograms reference() {
    return null;
  }

  /** What the flows are drawn on: another one may draw others. */
  default ExecutionProvider provider() {
    return ExecutionProvider.CPU;
  }

  @Override
  void close();
}
