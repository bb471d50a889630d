package io.flowstan.engine;

import io.flowstan.flow.Flow;
import io.flowstan.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * A host as an {@link Engine} sees it: how many flows it has handed out, and its next one, once
 * that is drawn, with the time at which it is due. A model's hosts add what they remember.
 */
public abstract class EngineHost {
  private static final int DUE_NAME = 0xD0E;

  /** Bursts of so many flows are spread over half of what is left of their second. */
  private static final int FLOWS_IN_A_SECOND = 64;

  private final int address;
  private final long key;
  private final long dueKey;
  private long sequence;

  /** Flows before this one have been handed out, here or elsewhere. */
  private long skipTo;

  private long lastDueMs;
  private long dueMs;
  private @Nullable Flow next;

  /**
   * A host that has handed out {@code sequence} flows.
   *
   * @param key of the host's random stream
   * @param lastDueMs when the last of them was due, or the host's start, milliseconds since the
   *     epoch
   */
  protected EngineHost(int address, long key, long sequence, long lastDueMs) {
    this.address = address;
    this.key = key;
    this.dueKey = CounterRandom.subKey(key, DUE_NAME);
    this.sequence = sequence;
    this.lastDueMs = lastDueMs;
  }

  /** The host's IPv4 address. */
  public final int address() {
    return address;
  }

  /** Key of the host's random stream. */
  protected final long key() {
    return key;
  }

  /** Number of the flow that is drawn next, first 0. */
  public final long sequence() {
    return sequence;
  }

  /** Number of the flow that is handed out next. */
  final long nextSequence() {
    return Math.max(sequence, skipTo);
  }

  /** Takes the flows before {@code next} as handed out. */
  final void skipTo(long next) {
    skipTo = Math.max(skipTo, next);
  }

  /** Whether the next flow to be drawn has been handed out already. */
  final boolean isBehind() {
    return sequence < skipTo;
  }

  /** When the last flow that was handed out was due; the start where there was none. */
  final long lastDueMs() {
    return lastDueMs;
  }

  /** When the next flow is due, milliseconds since the epoch; it must have been drawn. */
  final long dueMs() {
    return dueMs;
  }

  final Flow next() {
    if (next == null) {
      throw new IllegalStateException("the next flow has not been drawn");
    }
    return next;
  }

  /**
   * Sets the drawn flow and when it is due: within its second, behind the flow before it, at a
   * seeded offset, so that flows of one second do not leave together.
   */
  public final void setNext(Flow flow) {
    next = flow;
    double u = CounterRandom.uniformDouble(dueKey, sequence);
    long second = flow.endMs();
    if (lastDueMs > second) {
      // each takes a part of what is left of the second, so that hundreds find room in it
      dueMs = lastDueMs + (long) ((second + 999 - lastDueMs) * u / FLOWS_IN_A_SECOND);
    } else {
      dueMs = second + (long) (u * 1_000);
    }
  }

  /** The drawn flow has been handed out. */
  final void handedOut() {
    sequence++;
    lastDueMs = dueMs;
    next = null;
  }
}
