package io.flowstan.trainer.baseline;

import io.flowstan.flow.Flow;

/** The flows of one generated host, one after the other; it keeps what the next one depends on. */
interface HostProcess {
  /** The host's next flow; it ends a drawn delta-t after {@code previousEndSecond}. */
  Flow next(int host, long previousEndSecond, Draws draws);
}
