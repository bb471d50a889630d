package io.flowstan.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.testing.PropertyTest;
import io.flowstan.testing.SeededFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  @TempDir private Path folder;

  @PropertyTest
  void readingUndoesWriting(long seed) throws IOException {
    // Given flows with extremes in every field, plain for even seeds and gzip for odd ones
    List<Flow> flows = SeededFlows.list(seed, 50);
    Path table = folder.resolve(seed % 2 == 0 ? "flows.csv" : "flows.csv.gz");

    // When they are written and read
    write(table, flows);

    // Then they are the same
    assertThat(read(table)).isEqualTo(flows);
  }

  @PropertyTest
  void writingUndoesReadingToTheByte(long seed) throws IOException {
    Path table = folder.resolve("first.csv");
    Path again = folder.resolve("second.csv");
    write(table, SeededFlows.list(seed, 50));

    write(again, read(table));

    assertThat(again).hasSameBinaryContentAs(table);
  }

  @Test
  void rowsAcrossTheReadersBufferAreReadWhole() throws IOException {
    // Given a table of three times the reader's buffer
    List<Flow> flows = SeededFlows.list(1, 12_000);
    Path table = folder.resolve("long.csv");

    write(table, flows);

    assertThat(Files.size(table)).isGreaterThan(3L << 18);
    assertThat(read(table)).isEqualTo(flows);
  }

  private static void write(Path table, List<Flow> flows) throws IOException {
    try (FlowWriter writer = FlowWriter.open(table, FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
  }

  static List<Flow> read(Path table) throws IOException {
    List<Flow> flows = new ArrayList<>();
    try (FlowReader reader = FlowReader.open(table, OnError.FAIL)) {
      for (Flow flow = reader.read(); flow != null; flow = reader.read()) {
        flows.add(flow);
      }
    }
    return flows;
  }
}
