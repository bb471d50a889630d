package io.flowstan.service.stream;

import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.HostAssignment;
import io.flowstan.engine.HostSpec;
import io.flowstan.flow.Ipv4;
import io.flowstan.service.clock.ClockOrder;
import io.flowstan.service.clock.ClockOrder.Change;
import io.flowstan.service.clock.Pace;
import io.flowstan.service.metrics.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of the hosts or the control topic, as the task understands it. */
sealed interface TaskInput {
  /**
   * Does to {@code task} what the record says.
   *
   * @throws IllegalArgumentException where it cannot be done; the record is to be skipped
   */
  void applyTo(GeneratorTask task, long wallMs);

  /** What an error with this record counts as. */
  ErrorKind errorKind();

  /** Simulate this host. */
  record Assign(HostSpec spec) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      task.assign(spec);
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

  /** An order to the clock. */
  record Order(ClockOrder order) implements TaskInput {
    @Override
    public void applyTo(GeneratorTask task, long wallMs) {
      task.order(order, wallMs);
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
    int address;
    try {
      address = Ipv4.parse(assignment.getAddress());
    } catch (IllegalArgumentException e) {
      return new Unusable(ErrorKind.HOSTS, "host assignment: " + e.getMessage());
    }
    if (assignment.getRemoved()) {
      return new Remove(address);
    }
    String bundle = assignment.getBundle();
    if (bundle != null) {
      return new Unusable(
          ErrorKind.HOSTS,
          "host "
              + assignment.getAddress()
              + " asks for bundle \""
              + bundle
              + "\": expected none, this service has its default bundle only");
    }
    return new Assign(
        new HostSpec(
            address,
            assignment.getSeed(),
            assignment.getStart().toEpochMilli(),
            floats(assignment.getProfile())));
  }

  /** What a command asks for. */
  static TaskInput of(ControlCommand command) {
    Instant effective = command.getEffective();
    Change change;
    try {
      change =
          switch (command.getCommand()) {
            case REALTIME -> new Change.SetPace(new Pace.Realtime());
            case MAX -> new Change.SetPace(new Pace.Max());
            case SPEED -> new Change.SetPace(new Pace.Speed(value(command)));
            case RATE -> new Change.SetPace(new Pace.Rate(value(command)));
            case PAUSE -> new Change.Pause();
            case RESUME -> new Change.Resume();
            case UNKNOWN -> throw new IllegalArgumentException("not known to this version");
          };
    } catch (IllegalArgumentException e) {
      return new Unusable(ErrorKind.CONTROL, "command " + command.getId() + ": " + e.getMessage());
    }
    return new Order(
        new ClockOrder(
            command.getId(), effective == null ? null : effective.toEpochMilli(), change));
  }

  private static double value(ControlCommand command) {
    Double value = command.getValue();
    if (value == null) {
      throw new IllegalArgumentException(
          command.getCommand() + " without a value: expected a number above 0");
    }
    return value;
  }

  private static float @Nullable [] floats(@Nullable List<Float> values) {
    if (values == null) {
      return null;
    }
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
