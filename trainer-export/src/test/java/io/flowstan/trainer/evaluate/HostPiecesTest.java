package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.table.FlowTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPiecesTest {
  private static final FlowTable TABLE = SessionTraffic.of(1, 11, 2);

  @Test
  void noHostIsInTwoPieces() {
    HostPieces cut = HostPieces.cut(TABLE, 3, 5, 7);

    List<Integer> hosts = new ArrayList<>();
    cut.pieces().forEach(piece -> hosts.addAll(piece.byHost().keySet()));
    assertThat(cut.pieces()).hasSize(3).allMatch(piece -> piece.hosts() == 3);
    assertThat(hosts).doesNotHaveDuplicates();
  }

  @Test
  void aRestIsAllThatItsPieceIsNot() {
    HostPieces cut = HostPieces.cut(TABLE, 3, 2, 7);

    for (int piece = 0; piece < 2; piece++) {
      List<Integer> hosts = new ArrayList<>(cut.pieces().get(piece).byHost().keySet());
      hosts.addAll(cut.rests().get(piece).byHost().keySet());
      assertThat(hosts).containsExactlyInAnyOrderElementsOf(TABLE.byHost().keySet());
    }
  }
}
