package io.flowstan.service.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.avro.AckOutcome;
import io.flowstan.avro.ControlCommand;
import io.flowstan.service.clock.Pace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id': 1, 'command': 'rate', 'value': 1000.0}",
        "{'id': 1, 'command': 'rate', 'issued': '2026-01-01T00:00:00Z', 'profile': 'ramp 1 2 5s'}",
        "{'id': 2, 'command': 'pause', 'effective': '2016-04-11T03:00:00Z'}",
        "{'id': 3, 'command': 'add-hosts', 'start': '2016-04-11T00:00:00Z', 'bundle': 'web',"
            + " 'seed': 4, 'hosts': ['10.0.0.1', '10.0.0.2']}",
        "{'id': 4, 'command': 'add-hosts', 'start': '2016-04-11T00:00:00Z', 'count': 5,"
            + " 'network': '10.1.0.0/16'}",
        "{'id': 5, 'command': 'remove-hosts', 'hosts': ['10.0.0.1']}",
        "{'id': 6, 'command': 'swap-bundle', 'bundle': 'web', 'from': 'default'}"
      })
  void aCommandIsReadAsItWasWritten(String text) throws JsonProcessingException {
    ControlCommand command = read(text);

    assertThat(CommandJson.read(CommandJson.write(command), 0)).isEqualTo(command);
    assertThat(Command.of(command).id()).isEqualTo(command.getId());
  }

  @Test
  void theIdIsTheCallersWhereItNamesOne() throws JsonProcessingException {
    assertThat(CommandJson.read(JSON.readTree("{\"command\": \"max\"}"), 7).getId()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | expected a JSON object",
        "{} | command = \"null\": expected one of realtime, speed",
        "{'command': 'unknown'} | expected one of",
        "{'command': 'rate'} | RATE without a value",
        "{'command': 'rate', 'value': -1} | rate = -1.0",
        "{'command': 'rate', 'value': 1, 'profile': '2'} | expected one of them",
        "{'command': 'speed', 'value': 'fast'} | expected a number",
        "{'command': 'speed', 'value': 0} | speed = 0.0",
        "{'command': 'pause', 'effective': 'soon'} | effective:",
        "{'command': 'pause', 'rate': 3} | unknown fields [rate]",
        "{'command': 'pause', 'id': 1.5} | id = 1.5: expected a whole number",
        "{'command': 'add-hosts', 'start': '2016-04-11'} | expected hosts, or a count",
        "{'command': 'add-hosts', 'count': 3} | expected a start",
        "{'command': 'add-hosts', 'count': 0, 'start': '2016-04-11'} | count = 0",
        "{'command': 'add-hosts', 'hosts': 'all', 'start': '2016-04-11'} | a list of addresses",
        "{'command': 'remove-hosts', 'hosts': ['10.0.0']} | 10.0.0",
        "{'command': 'remove-hosts'} | without hosts"
      })
  void whatCannotBeMeantSoIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Command.of(read(text)))
        .withMessageContaining(message);
  }

  @Test
  void theLedgerRemembersOutcomesAndWhatIsPendingThroughItsBytes() throws JsonProcessingException {
    // Given a refused command and two that wait, the later first
    CommandLedger ledger = new CommandLedger();
    ledger.note(new CommandLedger.Taken(3, AckOutcome.REFUSED, "why"));
    ledger.keep(
        Command.of(read("{'id': 4, 'command': 'max', 'effective': '2016-04-11T02:00:00Z'}")));
    ledger.keep(
        Command.of(
            read(
                "{'id': 5, 'command': 'speed', 'value': 2, 'effective': '2016-04-11T01:00:00Z'}")));

    // When
    CommandLedger again = CommandLedger.fromBytes(ledger.toBytes());

    // Then
    assertThat(again.lastId()).isEqualTo(3);
    assertThat(again.find(3)).isEqualTo(new CommandLedger.Taken(3, AckOutcome.REFUSED, "why"));
    assertThat(again.find(4)).isNull();
    assertThat(again.takeDue(again.nextMs()))
        .extracting(Command::action)
        .isEqualTo(List.of(new Action.SetPace(new Pace.Speed(2))));
    assertThat(again.pending()).isEqualTo(1);
  }

  private static ControlCommand read(String text) throws JsonProcessingException {
    return CommandJson.read(JSON.readTree(text.replace('\'', '"')), 0);
  }
}
