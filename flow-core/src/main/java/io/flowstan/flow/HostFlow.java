package io.flowstan.flow;

/**
 * A flow in the stream of the host that it belongs to.
 *
 * @param host the host's IPv4 address; an end of the flow
 * @param sequence position in the host's stream; the first is 0, each next one greater by one
 * @param dueMs simulated time at which the flow is sent, milliseconds since the epoch: the flow's
 *     end second and a seeded offset within it, never decreasing along the host
 * @param flow the flow itself
 */
public record HostFlow(int host, long sequence, long dueMs, Flow flow) {}
