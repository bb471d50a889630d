package io.flowstan.service.stream;

import io.flowstan.service.clock.Pace;
import org.jspecify.annotations.Nullable;

/**
 * Where one task stands.
 *
 * @param partition of the hosts and the control topic that it reads
 * @param hosts hosts that it simulates
 * @param pace how fast it sends
 * @param paused whether simulated time stands still
 * @param simulatedMs simulated time reached, milliseconds since the epoch; null before its first
 *     host
 * @param lastCommandId id of the last command taken; Long.MIN_VALUE before the first
 * @param pendingCommands commands whose simulated time has not come
 */
public record TaskStatus(
    int partition,
    int hosts,
    Pace pace,
    boolean paused,
    @Nullable Long simulatedMs,
    long lastCommandId,
    int pendingCommands) {}
