package io.flowstan.service.stream;

import io.flowstan.service.clock.ClockState;
import io.flowstan.service.control.CommandLedger;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Where a task keeps its hosts and its clock between restarts. */
interface ContextStore {
  /** The context of the host at {@code address}, or null where there never was one. */
  @Nullable HostContext get(int address);

  /** Stores a host's context under its address. */
  void put(HostContext context);

  /** Every context, removed hosts' too, as they are now; to be closed. */
  Contexts all();

  /** The clock's state, or null before it was first stored. */
  @Nullable ClockState clock();

  /** Stores the clock's state. */
  void putClock(ClockState state);

  /** What is remembered of commands, or nothing yet. */
  CommandLedger commands();

  /** Stores what is remembered of commands. */
  void putCommands(CommandLedger commands);

  /** Contexts one after the other. */
  interface Contexts extends Iterator<HostContext>, AutoCloseable {
    @Override
    void close();
  }
}
