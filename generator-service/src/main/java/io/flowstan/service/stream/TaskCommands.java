package io.flowstan.service.stream;

import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ControlAck;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.clock.TaskClock;
import io.flowstan.service.control.Action;
import io.flowstan.service.control.Command;
import io.flowstan.service.control.CommandLedger;
import io.flowstan.service.control.CommandLedger.Taken;
import io.flowstan.service.population.AssignedHost;
import io.flowstan.service.population.HostPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How one task obeys commands: each once, at its simulated time, answered in the transaction that
 * holds what it did. What a command makes of hosts is said on the hosts topic too.
 */
final class TaskCommands {
  private final int partition;
  private final int partitions;
  private final CommandLedger ledger;
  private final TaskClock clock;
  private final TaskHosts hosts;
  private final TaskEngines engines;
  private final TaskOutput output;
  private boolean changed;

  TaskCommands(
      int partition,
      int partitions,
      CommandLedger ledger,
      TaskClock clock,
      TaskHosts hosts,
      TaskEngines engines,
      TaskOutput output) {
    this.partition = partition;
    this.partitions = partitions;
    this.ledger = ledger;
    this.clock = clock;
    this.hosts = hosts;
    this.engines = engines;
    this.output = output;
  }

  /** What is remembered. */
  CommandLedger ledger() {
    return ledger;
  }

  /** Whether what is remembered has changed since the last call. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /**
   * Takes a command and answers it; a repeated one is answered as the first time.
   *
   * @return whether it was not refused
   */
  boolean take(Command command, long wallMs) {
    Taken known = ledger.find(command.id());
    if (known != null) {
      answer(known, wallMs);
      return known.outcome() != AckOutcome.REFUSED;
    }
    if (command.id() <= ledger.lastId()) {
      String reason =
          "id "
              + command.id()
              + " is not above "
              + ledger.lastId()
              + ", that of the last command: give a greater one";
      answer(new Taken(command.id(), AckOutcome.REFUSED, reason), wallMs);
      return false;
    }
    Taken taken;
    try {
      check(command.action());
      if (mustWait(command)) {
        ledger.keep(command);
        taken = new Taken(command.id(), AckOutcome.SCHEDULED, null);
      } else {
        perform(command, command.issuedMs(wallMs), wallMs);
        taken = new Taken(command.id(), AckOutcome.APPLIED, null);
      }
    } catch (IllegalArgumentException e) {
      taken = new Taken(command.id(), AckOutcome.REFUSED, e.getMessage());
    }
    return conclude(taken, wallMs);
  }

  /** Answers a command that cannot be understood. */
  void refuse(long id, String reason, long wallMs) {
    Taken known = ledger.find(id);
    conclude(known == null ? new Taken(id, AckOutcome.REFUSED, reason) : known, wallMs);
  }

  /** Obeys the commands whose simulated time has come. */
  void obeyDue(long wallMs) {
    for (Command command : ledger.takeDue(clock.simulatedMs())) {
      Taken taken;
      try {
        perform(command, wallMs, wallMs);
        taken = new Taken(command.id(), AckOutcome.APPLIED, null);
      } catch (IllegalArgumentException e) {
        taken = new Taken(command.id(), AckOutcome.REFUSED, e.getMessage());
      }
      conclude(taken, wallMs);
    }
  }

  private boolean mustWait(Command command) {
    Long effectiveMs = command.effectiveMs();
    if (effectiveMs == null || command.action() instanceof Action.AddHosts) {
      return false; // hosts are silent until their start anyway
    }
    // while paused simulated time would never come to the end of the pause
    boolean wakes = clock.isPaused() && command.action() instanceof Action.Resume;
    return !wakes && !(clock.isStarted() && effectiveMs <= clock.simulatedMs());
  }

  private boolean conclude(Taken taken, long wallMs) {
    ledger.note(taken);
    changed = true;
    answer(taken, wallMs);
    return taken.outcome() != AckOutcome.REFUSED;
  }

  private void answer(Taken taken, long wallMs) {
    output.ack(
        ControlAck.newBuilder()
            .setId(taken.id())
            .setPartition(partition)
            .setOutcome(taken.outcome())
            .setReason(taken.reason())
            .setSimulated(clock.isStarted() ? Instant.ofEpochMilli(clock.simulatedMs()) : null)
            .build(),
        wallMs);
  }

  private void check(Action action) {
    if (action instanceof Action.AddHosts add) {
      engines.requireBundle(add.hosts().bundle());
    } else if (action instanceof Action.SwapBundle swap) {
      engines.requireBundle(swap.from());
      engines.requireBundle(swap.to());
    }
  }

  private void perform(Command command, long sinceMs, long wallMs) {
    Action action = command.action();
    if (action instanceof Action.SetPace set) {
      clock.order(set.pace(), sinceMs, wallMs);
    } else if (action instanceof Action.Pause) {
      clock.pause(wallMs);
    } else if (action instanceof Action.Resume) {
      clock.unpause(wallMs);
    } else if (action instanceof Action.AddHosts add) {
      add(add, wallMs);
    } else if (action instanceof Action.RemoveHosts remove) {
      remove(remove, wallMs);
    } else if (action instanceof Action.SwapBundle swap) {
      swap(swap, command, wallMs);
    }
  }

  private void add(Action.AddHosts add, long wallMs) {
    for (AssignedHost host : add.hosts().assignments(Instant.EPOCH)) {
      if (isOwn(host.spec().address())) {
        hosts.assign(host);
        output.assignment(host.toRecord(), wallMs);
      }
    }
  }

  private void remove(Action.RemoveHosts remove, long wallMs) {
    List<Integer> own = new ArrayList<>();
    for (int address : remove.addresses()) {
      if (isOwn(address)) {
        own.add(address);
        if (!hosts.contains(address)) {
          throw new IllegalArgumentException(
              "host " + Ipv4.format(address) + " is not simulated: nothing to remove");
        }
      }
    }
    for (int address : own) {
      hosts.remove(address);
      output.assignment(AssignedHost.removal(address), wallMs);
    }
  }

  private void swap(Action.SwapBundle swap, Command command, long wallMs) {
    Long effectiveMs = command.effectiveMs();
    long startMs = effectiveMs == null ? clock.simulatedMs() : effectiveMs;
    for (AssignedHost host :
        hosts.list(
            host ->
                !Objects.equals(host.bundle(), swap.to())
                    && (swap.everyHost() || Objects.equals(host.bundle(), swap.from())))) {
      HostSpec spec = host.spec();
      AssignedHost swapped =
          new AssignedHost(
              new HostSpec(spec.address(), spec.seed(), startMs, spec.profile()), swap.to());
      hosts.assign(swapped);
      output.assignment(swapped.toRecord(), wallMs);
    }
  }

  private boolean isOwn(int address) {
    return HostPartition.of(address, partitions) == partition;
  }
}
