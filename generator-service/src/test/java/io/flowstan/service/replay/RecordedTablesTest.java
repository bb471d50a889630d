package io.flowstan.service.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.flow.HostFlow;
import io.flowstan.flow.Network;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTablesTest {
  private static final long MIDNIGHT_MS = 1_460_332_800_000L; // 2016-04-11T00:00:00Z
  private static final TableOpener OPENER =
      table ->
          RecordedFlows.ofNetworks(table, List.of(Network.parse("42.219.0.0/16")), OnError.FAIL);

  @TempDir private Path folder;

  @Test
  void tablesFollowOneAnother() throws IOException {
    List<Path> tables = List.of(table("a.csv", 1, 1, 2), table("b.csv", 2, 5));

    List<HostFlow> flows = read(new RecordedTables(tables, OPENER, 0));

    assertThat(flows)
        .extracting(flow -> flow.flow().endSecond() - MIDNIGHT_MS / 1_000)
        .containsExactly(1L, 1L, 2L, 2L, 5L);
  }

  @Test
  void theFlowsOfASecondAreDueEvenlyOverIt() throws IOException {
    List<HostFlow> flows =
        read(new RecordedTables(List.of(table("a.csv", 1, 1, 1, 1, 3)), OPENER, 0));

    assertThat(flows)
        .extracting(flow -> flow.dueMs() - MIDNIGHT_MS)
        .containsExactly(1_000L, 1_250L, 1_500L, 1_750L, 3_000L);
  }

  @Test
  void aSecondMayGoOnInTheNextTable() throws IOException {
    List<Path> tables = List.of(table("a.csv", 1), table("b.csv", 1));

    List<HostFlow> flows = read(new RecordedTables(tables, OPENER, 0));

    assertThat(flows)
        .extracting(flow -> flow.dueMs() - MIDNIGHT_MS)
        .containsExactly(1_000L, 1_500L);
  }

  @Test
  void aShiftMovesEveryTimeAndNothingElse() throws IOException {
    List<Path> tables = List.of(table("a.csv", 1, 4));

    List<HostFlow> recorded = read(new RecordedTables(tables, OPENER, 0));
    List<HostFlow> moved = read(new RecordedTables(tables, OPENER, 3_600));

    for (int i = 0; i < 2; i++) {
      HostFlow was = recorded.get(i);
      HostFlow is = moved.get(i);
      assertThat(is.dueMs()).isEqualTo(was.dueMs() + 3_600_000);
      assertThat(is.flow().startMs()).isEqualTo(was.flow().startMs() + 3_600_000);
      assertThat(is.flow())
          .usingRecursiveComparison()
          .ignoringFields("endSecond")
          .isEqualTo(was.flow());
    }
  }

  @Test
  void whatIsSkippedIsNotSeenAndTheRestIsDueAsBefore() throws IOException {
    List<Path> tables = List.of(table("a.csv", 1, 1, 2), table("b.csv", 2, 5));
    List<HostFlow> all = read(new RecordedTables(tables, OPENER, 0));

    RecordedTables source = new RecordedTables(tables, OPENER, 0);
    source.skip(3);

    assertThat(read(source)).isEqualTo(all.subList(3, 5));
  }

  @Test
  void moreThanThereIsCannotBeSkipped() throws IOException {
    RecordedTables source = new RecordedTables(List.of(table("a.csv", 1, 2)), OPENER, 0);

    assertThatThrownBy(() -> source.skip(3))
        .hasMessage("the tables end at flow 2: expected more than 3");
  }

  @Test
  void aCheckCountsWhatAReplaySends() throws IOException {
    List<Path> tables = List.of(table("a.csv", 1, 1, 2), table("b.csv", 2, 5));

    CheckedTables checked = CheckedTables.check(tables, OPENER, said -> {});

    assertThat(checked.flows()).isEqualTo(5);
    assertThat(checked.firstSecond()).isEqualTo(MIDNIGHT_MS / 1_000 + 1);
    assertThat(checked.tables())
        .extracting(TableIdentity::bytes)
        .containsExactly(Files.size(tables.get(0)), Files.size(tables.get(1)));
  }

  @Test
  void tablesInTheWrongOrderAreRefused() throws IOException {
    List<Path> tables = List.of(table("a.csv", 7), table("b.csv", 6));

    assertThatThrownBy(() -> CheckedTables.check(tables, OPENER, said -> {}))
        .hasMessageContaining("b.csv: begins at 2016-04-11T00:00:06Z")
        .hasMessageContaining("expected the tables in the order of time");
  }

  private Path table(String name, int... seconds) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int second : seconds) {
      rows.append(
          String.format(
              "2016-04-11 00:00:%02d,0.400,42.219.0.%d,8.8.8.8,1000,53,UDP,.A....,0,0,2,120,"
                  + "background%n",
              second, 1 + second % 3));
    }
    return Files.writeString(folder.resolve(name), rows);
  }

  private static List<HostFlow> read(RecordedTables source) throws IOException {
    List<HostFlow> flows = new ArrayList<>();
    try (source) {
      for (HostFlow flow = source.next(); flow != null; flow = source.next()) {
        flows.add(flow);
      }
    }
    return flows;
  }
}
