package io.flowstan.service.stream;

import io.flowstan.service.clock.ClockState;
import io.flowstan.service.control.CommandLedger;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Where a task keeps its hosts and its clock between restarts. */
interface ContextStore {
  /**
   * The context of the host at {@code address}, at its latest position; null where there never was
   * one.
   */
  @Nullable HostContext get(int address);

  /** Stores a host's context under its address. */
  void put(HostContext context);

  /**
   * Stores the positions of all hosts of a page, see {@link HostPositions}; those of contexts that
   * are put later count where they lie further on.
   */
  void putPositions(int page, byte[] positions);

  /** Every context at its latest position, removed hosts' too, as they are now; to be closed. */
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
