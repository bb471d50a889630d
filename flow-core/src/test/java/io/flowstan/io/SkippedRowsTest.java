package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link FlowReader} says of the rows that it left out, and of how far it is. */
class SkippedRowsTest {
  private static final String GOOD =
      "2016-02-29 23:59:58,22.052,203.0.113.9,10.0.0.1,17784,22,TCP,.AP.S.,0,8,35,3928,background";

  @TempDir private Path folder;

  @Test
  void skippedRowsAreCountedByWhatIsWrong() throws IOException {
    // Given two rows of wrong packets, one cut short, one blank and one of Windows
    Path table = folder.resolve("x.csv");
    String bad = GOOD.replace(",35,", ",0,");
    Files.writeString(
        table, String.join("\n", GOOD, bad, bad, "a,b", "", GOOD + "\r", GOOD) + "\n");

    // When every row is read
    try (FlowReader reader = FlowReader.open(table, OnError.SKIP)) {
      while (reader.read() != null) {
        // only read
      }

      // Then
      assertThat(reader.skippedByKind())
          .isEqualTo(Map.of("pkt", 2L, "columns", 1L, "blank line", 1L, "line end", 1L));
      assertThat(reader.skipped()).isEqualTo(5);
      assertThat(reader.firstProblem()).startsWith(table + ":2: field 'pkt' = \"0\"");
      assertThat(reader.bytesRead()).isEqualTo(Files.size(table));
    }
  }
}
