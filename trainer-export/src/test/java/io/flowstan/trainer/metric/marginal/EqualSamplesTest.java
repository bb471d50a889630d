package io.flowstan.trainer.metric.marginal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.trainer.table.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;

class EqualSamplesTest {

  @Test
  void bothSidesHaveAsManyRowsAsTheSmallerTable() {
    EqualSamples samples = EqualSamples.rows(MadeTable.of(3, 50), MadeTable.of(2, 20), 1);

    assertThat(samples.real().size()).isEqualTo(40);
    assertThat(samples.other().size()).isEqualTo(40);
  }

  @Test
  void sidesHaveAtMostAHundredThousandRows() {
    EqualSamples samples = EqualSamples.rows(MadeTable.of(1, 100_001), MadeTable.of(1, 100_002), 1);

    assertThat(samples.real().size()).isEqualTo(100_000);
  }

  @Test
  void theSecondRowOfAWindowFollowsTheFirst() {
    // Given streams whose bytes count up
    var table = MadeTable.of(2, 50, draft -> draft.bytes = 1L + draft.place);

    // When
    List<EqualSamples> pairs = EqualSamples.windows(table, table, 2, 1);

    // Then
    long[] first = pairs.get(0).real().column(Attribute.BYTES);
    long[] second = pairs.get(1).real().column(Attribute.BYTES);
    assertThat(first).hasSize(98);
    for (int i = 0; i < first.length; i++) {
      assertThat(second[i]).isEqualTo(first[i] + 1);
    }
  }

  @Test
  void theGapOfARowReachesToTheFlowBeforeIt() {
    // Given gaps of 1, 2, 3, ... seconds that the byte counts repeat
    var table =
        MadeTable.of(
            1,
            50,
            draft -> {
              long gap = draft.place + 1L;
              draft.endSecond = MadeTable.START_SECOND + gap * (gap + 1) / 2;
              draft.bytes = gap;
            });

    // When
    RowSample rows = EqualSamples.rows(table, table, 1).real();

    // Then
    assertThat(rows.column(Attribute.GAP)).containsExactly(rows.column(Attribute.BYTES));
  }

  @Test
  void theSeedAloneDecides() {
    var table = MadeTable.of(1, 500, draft -> draft.bytes = 1L + draft.place);

    assertThat(EqualSamples.rows(table, table, 7).real().column(Attribute.BYTES))
        .containsExactly(EqualSamples.rows(table, table, 7).real().column(Attribute.BYTES))
        .isNotEqualTo(EqualSamples.rows(table, table, 7).other().column(Attribute.BYTES));
  }

  @Test
  void anEmptyTableLeavesNothingToCompare() {
    assertThat(EqualSamples.rows(MadeTable.of(1, 5), MadeTable.of(2, 0), 1).isEmpty()).isTrue();
  }
}
