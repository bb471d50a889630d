package io.flowstan.service.stream;

import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.HostAssignment;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.control.Command;
import io.flowstan.service.metrics.ErrorKind;
import io.flowstan.service.population.AssignedHost;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A record of the hosts or the control topic, as the task understands it. */
sealed interface TaskInput {
  /**
   * Does to {@code task} what the record says.
   *
   * @throws IllegalArgumentException where it cannot be done; the record is to be counted and
   *     skipped
   */
  void applyTo(GeneratorTask task, long wallMs);

  /** What an error with this record counts as. */
  ErrorKind errorKind();

  /** Simulate this host. */
  record Assign(AssignedHost host) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      task.assign(host);
    }

    @Override
    public ErrorKind errorKind() {
      return ErrorKind.HOSTS;
    }
  }

  /** Stop simulating this host. */
  record Remove(int address) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      task.remove(address);
    }

    @Override
    public ErrorKind errorKind() {
      return ErrorKind.HOSTS;
    }
  }

  /** A command. */
  record Obey(Command command) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      if (!task.obey(command, wallMs)) {
        throw new IllegalArgumentException("command " + command.id() + " is refused");
      }
    }

    @Override
    public ErrorKind errorKind() {
      return ErrorKind.CONTROL;
    }
  }

  /** A command that cannot be meant so. */
  record Refuse(long id, String reason) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      task.refuse(id, reason, wallMs);
      throw new IllegalArgumentException("command " + id + ": " + reason);
    }

    @Override
    public ErrorKind errorKind() {
      return ErrorKind.CONTROL;
    }
  }

  /** A record that cannot be understood. */
  record Unusable(ErrorKind errorKind, String reason) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      throw new IllegalArgumentException(reason);
    }
  }

  /** What the deletion of a key of the hosts topic asks for: the same as a removal. */
  static TaskInput tombstone(byte @Nullable [] key) {
    String address = key == null ? "" : new String(key, StandardCharsets.UTF_8);
    try {
      return new Remove(Ipv4.parse(address));
    } catch (IllegalArgumentException e) {
      return new Unusable(ErrorKind.HOSTS, "record without a value: key is no " + e.getMessage());
    }
  }

  /** What an assignment asks for. */
  static TaskInput of(HostAssignment assignment) {
    try {
      return assignment.getRemoved()
          ? new Remove(Ipv4.parse(assignment.getAddress()))
          : new Assign(AssignedHost.of(assignment));
    } catch (IllegalArgumentException e) {
      return new Unusable(ErrorKind.HOSTS, "host assignment: " + e.getMessage());
    }
  }

  /** What a command asks for. */
  static TaskInput of(ControlCommand command) {
    try {
      return new Obey(Command.of(command));
    } catch (IllegalArgumentException e) {
      return new Refuse(command.getId(), String.valueOf(e.getMessage()));
    }
  }
}
