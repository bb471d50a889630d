package io.flowstan.trainer.metric.temporal;

import io.flowstan.flow.Flow;

/**
 * A part of a table's time.
 *
 * @param fromSecond its beginning, seconds since the epoch
 * @param toSecond the first second after it
 */
record Period(long fromSecond, long toSecond) {

  /** Whether {@code flow} ends in it. */
  boolean has(Flow flow) {
    return flow.endSecond() >= fromSecond && flow.endSecond() < toSecond;
  }
}
