package io.flowstan.cli.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.Terminal;
import io.flowstan.flow.Flow;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.testing.SeededFlows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractCommandTest {
  /** Two ends, then what is the same in every row. */
  private static final String ROW =
      "2016-04-11 00:00:%02d,0.000,%s,%s,4000,53,UDP,.A....,0,0,1,60,background";

  private static final String OUTSIDE = "8.8.8.8";
  private static final String BOTH = "42.219.1.1";
  private static final String SENDER = "42.219.1.2";
  private static final String RECEIVER = "42.219.1.3";
  private static final String INNER = "42.219.1.4";

  /** Host BOTH has 4 flows, SENDER 1, RECEIVER 2, INNER 1; the last row is nobody's. */
  private static final List<String> ROWS =
      List.of(
          ROW.formatted(1, BOTH, OUTSIDE),
          ROW.formatted(1, OUTSIDE, BOTH),
          ROW.formatted(2, SENDER, OUTSIDE),
          ROW.formatted(3, OUTSIDE, RECEIVER),
          ROW.formatted(4, BOTH, RECEIVER),
          ROW.formatted(5, INNER, BOTH),
          ROW.formatted(6, OUTSIDE, "9.9.9.9"));

  @TempDir private Path folder;

  @BeforeEach
  void putTablesInTheFolder() throws IOException {
    write("real.csv", ROWS);
    write("twelve.csv", List.of(ROWS.get(0), "2016-04-11 00:00:01,0.000,42.219.1.1"));
    write("some.hosts", List.of(RECEIVER, BOTH, "42.219.9.9"));
    write("silent.hosts", List.of("42.219.9.9"));
  }

  private Terminal extract(String... arguments) {
    List<String> all = new ArrayList<>(List.of("extract"));
    for (String argument : arguments) {
      boolean file = argument.matches(".*\\.(csv|gz|hosts)|each");
      all.add(file ? folder.resolve(argument).toString() : argument);
    }
    return Terminal.run(new ExtractCommand(), all.toArray(String[]::new));
  }

  private void write(String name, List<String> lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  private Set<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void allHostsOfAllAddressesAreTheSameRows() throws IOException {
    // Given 2,000 flows of anything, in two tables
    List<Flow> flows = SeededFlows.list(3, 2_000);
    for (int part = 0; part < 2; part++) {
      try (FlowWriter writer =
          FlowWriter.open(folder.resolve("part" + part + ".csv"), FlowFormat.UGR16)) {
        for (Flow flow : flows.subList(part * 1_000, part * 1_000 + 1_000)) {
          writer.write(flow);
        }
        writer.commit();
      }
    }

    // When
    Terminal terminal =
        extract("part0.csv", "part1.csv", "--network", "0.0.0.0/0", "--out", "x.csv.gz");

    // Then
    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    byte[] packed = Files.readAllBytes(folder.resolve("x.csv.gz"));
    String text =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(text)
        .isEqualTo(
            Files.readString(folder.resolve("part0.csv"))
                + Files.readString(folder.resolve("part1.csv")));
  }

  @Test
  void theFlowsOfTheNetworksHostsComeInTheirOrderAndTheHostsInTheirs() throws IOException {
    extract("real.csv", "--out", "x.csv");

    assertThat(lines("x.csv")).isEqualTo(ROWS.subList(0, 6));
    assertThat(lines("x.hosts")).containsExactly(BOTH, SENDER, RECEIVER, INNER);
  }

  @ParameterizedTest(name = "{0}: hosts {1}, rows {2}")
  @CsvSource({
    "--category both, 1, 0 1 4 5",
    "--category sent-only, 2, 2",
    "--category received-only, 3, 3 4",
    "--category INTERNAL, 4, 5",
    "'--category sent-only,internal', 2 4, 2 5",
    "--min-flows 2, 1 3, 0 1 3 4 5",
    "--max-flows 1, 2 4, 2 5",
    "--min-flows 2 --max-flows 3, 3, 3 4",
    "--hosts some.hosts, 3 1, 0 1 3 4 5",
    "--hosts some.hosts --category both, 1, 0 1 4 5",
    "--hosts some.hosts --network 42.219.1.0/24, 3 1, 0 1 3 4 5"
  })
  void hostsAreChosenByListCategoryAndFlows(String options, String hosts, String rows)
      throws IOException {
    Terminal terminal = extract(("real.csv --out x.csv " + options).split(" ", -1));

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    assertThat(lines("x.hosts"))
        .isEqualTo(Stream.of(hosts.split(" ", -1)).map(host -> "42.219.1." + host).toList());
    assertThat(lines("x.csv"))
        .isEqualTo(
            Stream.of(rows.split(" ", -1)).map(row -> ROWS.get(Integer.parseInt(row))).toList());
  }

  @Test
  void perHostTablesHoldEachHostsRows() throws IOException {
    Terminal terminal = extract("real.csv", "--hosts", "some.hosts", "--per-host", "--out", "each");

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    assertThat(tree())
        .contains("each.hosts", "each/42.219.1.1.csv", "each/42.219.1.3.csv")
        .filteredOn(file -> file.startsWith("each/"))
        .hasSize(2);
    assertThat(lines("each/42.219.1.1.csv"))
        .containsExactly(ROWS.get(0), ROWS.get(1), ROWS.get(4), ROWS.get(5));
    assertThat(lines("each/42.219.1.3.csv")).containsExactly(ROWS.get(3), ROWS.get(4));
  }

  @Test
  void theSummaryIsTheLastLineOfStdout() throws IOException {
    Terminal terminal = extract("real.csv", "--hosts", "some.hosts", "--json", "--out", "x.csv");

    JsonNode summary = new ObjectMapper().readTree(terminal.out());
    assertThat(summary.path("flows").asInt()).isEqualTo(5);
    assertThat(summary.path("flowsRead").asInt()).isEqualTo(7);
    assertThat(summary.path("hosts").asInt()).isEqualTo(2);
    assertThat(summary.path("listedWithoutFlows").asInt()).isEqualTo(1);
    assertThat(summary.path("seconds").asDouble()).isPositive();
    assertThat(summary.path("flowsPerSecond").asDouble()).isPositive();
    assertThat(summary.path("hostsFile").asText()).endsWith("x.hosts");
    assertThat(terminal.err()).contains("5 of 7 flows, of 2 of 2 hosts").contains("1 listed host");
  }

  @Test
  void malformedRowsAreLeftOutWhereAsked() throws IOException {
    Terminal terminal = extract("twelve.csv", "--on-error", "skip", "--out", "x.csv");

    assertThat(terminal.exitCode()).isZero();
    assertThat(lines("x.csv")).containsExactly(ROWS.get(0));
    assertThat(terminal.out()).contains("Skipped 1 malformed rows; the first: ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing.csv --out x.csv | 1 | missing.csv: no such file
          real.csv missing.csv --per-host --out each | 1 | missing.csv: no such file
          twelve.csv --out x.csv | 1 | twelve.csv:2: 3 columns: expected the 13
          real.csv --hosts missing.hosts --out x.csv | 1 | missing.hosts: no such file
          real.csv --hosts real.csv --out x.csv | 1 | expected one IPv4 address a line
          real.csv --hosts silent.hosts --out x.csv | 1 | none of the 0 hosts of
          real.csv --min-flows 9 --out x.csv | 1 | none of the 4 hosts in 42.219.0.0/16 that have flows is chosen
          real.csv --network 10.0.0.0/8 --per-host --out each | 1 | none of the 0 hosts in 10.0.0.0/8
          real.csv --per-host --out some.hosts | 1 | is a file: --per-host writes a folder
          real.csv --category outward --out x.csv | 2 | "outward": expected one of [both, sent-only, received-only, internal]
          real.csv --min-flows 0 --out x.csv | 2 | --min-flows = 0: expected a whole number >= 1
          real.csv --min-flows 3 --max-flows 2 --out x.csv | 2 | --max-flows = 2: expected at least --min-flows = 3
          real.csv --out real.csv | 2 | real.csv: is a table to read
          real.csv --hosts some.hosts --out some.csv | 2 | would be written over --hosts
          real.csv | 2 | --out
          """)
  void badInputIsRefusedWithAMessageAndNothingIsWritten(
      String arguments, int exitCode, String message) throws IOException {
    // Given
    Set<String> before = tree();

    // When
    Terminal terminal = extract(arguments.split(" ", -1));

    // Then
    assertThat(terminal.err()).contains(message).doesNotContain("\tat ");
    assertThat(terminal.exitCode()).isEqualTo(exitCode);
    assertThat(tree()).isEqualTo(before);
  }
}
