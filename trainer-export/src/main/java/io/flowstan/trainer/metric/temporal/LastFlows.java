package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;
import org.jspecify.annotations.Nullable;

/** The last 8 flows of a host: those that a flow may be the reply to. */
final class LastFlows {
  private static final int KEPT = 8;

  private final @Nullable Flow[] ring = new Flow[KEPT];
  private int next;

  /** Whether {@code flow} has the exact reverse 5-tuple of one of them. */
  boolean areAnsweredBy(Flow flow) {
    for (Flow before : ring) {
      if (before != null && flow.isReverseOf(before)) {
        return true;
      }
    }
    return false;
  }

  /** The flow before, or null where there is none. */
  @Nullable Flow last() {
    return ring[(next + KEPT - 1) % KEPT];
  }

  /** Adds {@code flow}, letting the eldest go. */
  void add(Flow flow) {
    ring[next] = flow;
    next = (next + 1) % KEPT;
  }
}
