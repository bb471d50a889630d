package io.flowstan.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.avro.ClockCommand;
import io.flowstan.avro.ControlCommand;
import io.flowstan.avro.HostAssignment;
import io.flowstan.service.metrics.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** What cannot be read or meant so becomes an input that is counted and skipped. */
class TaskInputTest {
  @Test
  void bytesThatAreNoRecordAreUnusableWithTheReason() {
    var inputs =
        new TaskInputs<ControlCommand>(
            (topic, bytes) -> {
              throw new SerializationException("topic 'control': no schema 77");
            },
            TaskInput::of,
            ErrorKind.CONTROL);

    assertThat(inputs.deserialize("control", new byte[] {1}))
        .isEqualTo(new TaskInput.Unusable(ErrorKind.CONTROL, "topic 'control': no schema 77"));
  }

  @Test
  void aCommandThatCannotBeMeantSoIsRefusedUnderItsId() {
    TaskInput newer =
        TaskInput.of(ControlCommand.newBuilder().setId(5).setCommand(ClockCommand.UNKNOWN).build());
    TaskInput bad =
        TaskInput.of(
            ControlCommand.newBuilder()
                .setId(6)
                .setCommand(ClockCommand.SPEED)
                .setValue(-1.0)
                .build());

    assertThat(newer).isEqualTo(new TaskInput.Refuse(5, "command is not known to this version"));
    assertThat(bad).isEqualTo(new TaskInput.Refuse(6, "speed = -1.0: expected a number above 0"));
  }

  @Test
  void anAssignmentWithoutAnAddressIsUnusable() {
    HostAssignment assignment =
        HostAssignment.newBuilder().setAddress("nowhere").setStart(Instant.EPOCH).build();

    assertThat(TaskInput.of(assignment).errorKind()).isEqualTo(ErrorKind.HOSTS);
    assertThat(TaskInput.of(assignment).toString()).contains("nowhere");
  }

  @Test
  void theDeletionOfAKeyRemovesItsHost() {
    assertThat(TaskInput.tombstone("10.0.0.1".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new TaskInput.Remove(0x0A00_0001));
    assertThat(TaskInput.tombstone(null).errorKind()).isEqualTo(ErrorKind.HOSTS);
  }
}
