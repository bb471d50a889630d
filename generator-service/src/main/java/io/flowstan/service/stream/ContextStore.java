package io.flowstan.service.stream;

import io.flowstan.service.clock.ClockState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a task keeps its hosts and its clock between restarts. */
interface ContextStore {
  /** The context of the host at {@code address}, or null where there never was one. */
  @Nullable HostContext get(int address);

  /** Stores a host's context under its address. */
  void put(HostContext context);

  /** Shows every context, removed hosts' too. */
  void forEach(Consumer<HostContext> visitor);

  /** The clock's state, or null before it was first stored. */
  @Nullable ClockState clock();

  /** Stores the clock's state. */
  void putClock(ClockState state);
}
