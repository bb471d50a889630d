package io.flowstan.service.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayPositionTest {
  private static final TableIdentity A = new TableIdentity("a.csv", 100, "aaaaaaaaaaaaaaaa");
  private static final TableIdentity B = new TableIdentity("b.csv", 200, "bbbbbbbbbbbbbbbb");

  private final ReplayPosition reached =
      ReplayPosition.beginning(List.of(A, B), "networks [42.219.0.0/16]", 60).at(5, false);

  @Test
  void theSameReplayGoesOnWithTheShiftThatItBeganWith() {
    ReplayPosition wanted =
        ReplayPosition.beginning(List.of(A, B), "networks [42.219.0.0/16]", 9_999);

    assertThat(reached.goOn(wanted)).isEqualTo(reached);
  }

  @Test
  void aTableMayBeMovedButNotChanged() {
    TableIdentity moved = new TableIdentity("elsewhere.csv", B.bytes(), B.sha256());
    TableIdentity changed = new TableIdentity("b.csv", 200, "cccccccccccccccc");

    assertThat(reached.goOn(wanted(List.of(A, moved)))).isEqualTo(reached);
    assertThatThrownBy(() -> reached.goOn(wanted(List.of(A, changed))))
        .hasMessageContaining("stopped after flow 5")
        .hasMessageContaining(
            "its table 2 was b.csv of 200 bytes, SHA-256 bbbbbbbbbbbb..., now it is b.csv of 200"
                + " bytes, SHA-256 cccccccccccc...")
        .hasMessageContaining("--restart");
  }

  @Test
  void anotherNumberOfTablesIsAnotherReplay() {
    assertThatThrownBy(() -> reached.goOn(wanted(List.of(A))))
        .hasMessageContaining("it was of 2 tables, this is of 1");
  }

  @Test
  void anotherSelectionIsAnotherReplay() {
    ReplayPosition others = ReplayPosition.beginning(List.of(A, B), "networks [10.0.0.0/8]", 0);

    assertThatThrownBy(() -> reached.goOn(others))
        .hasMessageContaining(
            "it was of networks [42.219.0.0/16], this is of networks [10.0.0.0/8]");
  }

  @Test
  void whatIsDoneIsDoneAndOthersMayFollow() {
    ReplayPosition done = reached.at(9, true);
    ReplayPosition other = wanted(List.of(B));

    assertThat(done.goOn(wanted(List.of(A, B)))).isEqualTo(done);
    assertThat(done.goOn(other)).isEqualTo(other);
  }

  @Test
  void bytesHoldEverything() {
    assertThat(ReplayPosition.fromBytes(reached.toBytes())).isEqualTo(reached);
  }

  private static ReplayPosition wanted(List<TableIdentity> tables) {
    return ReplayPosition.beginning(tables, "networks [42.219.0.0/16]", 0);
  }
}
