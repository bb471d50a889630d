package io.flowstan.service.stream;

import io.flowstan.avro.ControlAck;
import io.flowstan.avro.HostAssignment;
import io.flowstan.flow.HostFlow;

/** Where a task's records go: all of them in the task's transaction. */
interface TaskOutput {
  /**
   * Sends a flow.
   *
   * @param key the record's key: the host as UTF-8 text
   * @param wallMs wall time, milliseconds since the epoch
   * @param lateMs wall time by which the flow is late, 0 where it is not
   */
  void flow(HostFlow flow, byte[] key, long wallMs, long lateMs);

  /** Says on the hosts topic what a command made of a host. */
  void assignment(HostAssignment assignment, long wallMs);

  /** Answers a command. */
  void ack(ControlAck ack, long wallMs);
}
