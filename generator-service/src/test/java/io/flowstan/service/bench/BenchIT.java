package io.flowstan.service.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.Program;
import io.flowstan.engine.FakeHostStreams;
import io.flowstan.service.command.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench} on streams that cost nothing: what it reports, not how much. */
class BenchIT {
  @Test
  void everyNumberIsMeasuredAndReported(@TempDir Path folder) throws Exception {
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    BenchCommand command =
        new BenchCommand((bundle, network, threads) -> new FakeHostStreams(1_000));

    // When
    int exitCode =
        Program.of(List.of(command), new PrintWriter(stdout, true), new PrintWriter(stderr, true))
            .execute(
                "bench", "--quick", "--hosts", "20,50", "--json", "--report", folder.toString());

    // Then
    assertThat(exitCode).as(stderr.toString()).isZero();
    assertThat(stdout.toString().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(stdout.toString());
    for (String key :
        List.of(
            "engineFlowsPerSecond",
            "encodeNanosPerFlow",
            "producerPerfRecordsPerSecond",
            "atLeastOnceFlowsPerSecond",
            "exactlyOnceFlowsPerSecond",
            "stateBytesPerHost",
            "flows",
            "seconds",
            "flowsPerSecond")) {
      assertThat(json.path(key).asDouble()).as(key).isPositive();
    }
    assertThat(json.path("byHosts").findValuesAsText("hosts")).containsExactly("20", "50");
    assertThat(json.path("producerPerf").path("recordsPerSecond")).hasSize(3);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("bench.json", "bench.md", "bench.svg");
    // a value's array and nothing else: 16 bytes of header, up to 7 of padding
    JsonNode encode = json.path("encode");
    assertThat(encode.path("allocatedBytesPerFlow").asDouble())
        .isBetween(
            encode.path("bytesPerFlow").asDouble() + 16,
            encode.path("bytesPerFlow").asDouble() + 24);
  }
}
