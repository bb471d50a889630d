package io.flowstan.service.stream;

import io.flowstan.flow.HostFlow;

/** Which time the records of the flows topic carry. */
public enum RecordTimestamp {
  /** The simulated end of the flow. */
  FLOW_END {
    @Override
    public long of(HostFlow flow, long wallMs) {
      return flow.flow().endMs();
    }
  },
  /** The wall time at which it is sent. */
  EMISSION {
    @Override
    public long of(HostFlow flow, long wallMs) {
      return wallMs;
    }
  };

  /** The timestamp, milliseconds since the epoch, of {@code flow} when sent at {@code wallMs}. */
  public abstract long of(HostFlow flow, long wallMs);
}
