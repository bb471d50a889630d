package io.flowstan.service.clock;

/**
 * A point at which wall time and simulated time are tied together.
 *
 * @param wallMs wall time, milliseconds since the epoch
 * @param simulatedMs simulated time at that moment, milliseconds since the epoch
 */
public record Anchor(long wallMs, long simulatedMs) {}
