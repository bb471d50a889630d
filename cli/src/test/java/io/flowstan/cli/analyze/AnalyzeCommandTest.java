package io.flowstan.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.Terminal;
import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.Ipv4;
import io.flowstan.flow.TcpFlags;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.testing.SeededFlows;
import io.flowstan.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzeCommandTest {
  private static final String ROW =
      "2016-04-11 00:00:10,0.000,42.219.1.1,8.8.8.8,4000,53,UDP,.A....,0,0,1,60,background";

  @TempDir private Path folder;

  private Terminal analyze(String... arguments) {
    List<String> all = new ArrayList<>(List.of("analyze"));
    for (String argument : arguments) {
      boolean file = argument.endsWith(".csv") || argument.endsWith(".gz");
      all.add(file ? folder.resolve(argument).toString() : argument);
    }
    return Terminal.run(new AnalyzeCommand(), all.toArray(String[]::new));
  }

  private JsonNode summary(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    Terminal terminal = analyze(all.toArray(String[]::new));
    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    assertThat(terminal.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(terminal.out());
  }

  private void write(String name, List<Flow> flows) throws IOException {
    try (FlowWriter writer = FlowWriter.open(folder.resolve(name), FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
      writer.commit();
    }
  }

  private void rows(String name, String... rows) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", rows) + "\n");
  }

  /** Flows, bytes and packets by key, from the flows themselves. */
  private static Map<String, List<Long>> tally(List<Flow> flows, Function<Flow, String> key) {
    return flows.stream()
        .collect(
            Collectors.groupingBy(
                key,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    group ->
                        List.of(
                            (long) group.size(),
                            group.stream().mapToLong(Flow::bytes).sum(),
                            group.stream().mapToLong(Flow::packets).sum()))));
  }

  private static Map<String, List<Long>> volumes(JsonNode rows) {
    Map<String, List<Long>> volumes = new TreeMap<>();
    for (JsonNode row : rows) {
      volumes.put(
          row.path("name").asText(),
          List.of(
              row.path("flows").asLong(),
              row.path("bytes").asLong(),
              row.path("packets").asLong()));
    }
    return volumes;
  }

  @Test
  void volumesAreThoseOfAnIndependentTally() throws IOException {
    // Given 3,000 flows of anything, in two tables
    List<Flow> flows = SeededFlows.list(7, 3_000);
    write("a.csv", flows.subList(0, 1_000));
    write("b.csv.gz", flows.subList(1_000, 3_000));

    // When
    JsonNode summary = summary("a.csv", "b.csv.gz");

    // Then
    JsonNode traffic = summary.path("traffic");
    assertThat(summary.path("flows").asLong()).isEqualTo(3_000);
    assertThat(volumes(traffic.path("protocols")))
        .isEqualTo(tally(flows, flow -> IpProtocol.format(flow.protocol())));
    assertThat(volumes(traffic.path("labels"))).isEqualTo(tally(flows, Flow::label));
    assertThat(volumes(traffic.path("hours")))
        .isEqualTo(
            tally(
                flows,
                flow ->
                    Instant.ofEpochSecond(flow.endSecond())
                        .truncatedTo(ChronoUnit.HOURS)
                        .toString()));
    List<Flow> tcp = flows.stream().filter(flow -> flow.protocol() == 6).toList();
    assertThat(volumes(traffic.path("tcpFlags")))
        .isEqualTo(tally(tcp, flow -> TcpFlags.format(flow.tcpFlags())));
  }

  @Test
  void theServicePortIsTheLowerOfTheTwo() throws IOException {
    rows(
        "x.csv",
        ROW,
        ROW.replace("4000,53", "53,4000"),
        ROW.replace("4000,53", "53,4000").replace("UDP", "TCP"),
        ROW.replace("4000,53", "0,2048").replace("UDP", "ICMP"));

    JsonNode traffic = summary("x.csv").path("traffic");

    assertThat(volumes(traffic.path("servicePorts")))
        .containsExactly(
            Map.entry("53/TCP", List.of(1L, 60L, 1L)), Map.entry("53/UDP", List.of(2L, 120L, 2L)));
    assertThat(traffic.path("distinctServicePorts").asInt()).isEqualTo(2);
  }

  @Test
  void hostsAreTheAddressesOfTheNetworksWithTheirFlows() throws IOException {
    // Given flows between any addresses, of which a quarter is monitored
    List<Flow> flows = SeededFlows.list(11, 2_000);
    write("x.csv", flows);
    Map<Integer, Long> expected = new TreeMap<>();
    long ofNone = 0;
    for (Flow flow : flows) {
      boolean source = flow.source() >>> 30 == 1;
      boolean destination = flow.destination() >>> 30 == 1;
      if (source) {
        expected.merge(flow.source(), 1L, Long::sum);
      }
      if (destination) {
        expected.merge(flow.destination(), 1L, Long::sum);
      }
      ofNone += source || destination ? 0 : 1;
    }

    // When
    JsonNode hosts = summary("x.csv", "--network", "64.0.0.0/3,96.0.0.0/3").path("hosts");

    // Then
    assertThat(hosts.path("count").asInt()).isEqualTo(expected.size());
    assertThat(hosts.path("flowsOfNoHost").asLong()).isEqualTo(ofNone);
    Map<Integer, Long> counted = new TreeMap<>();
    hosts
        .path("perHost")
        .forEach(
            host ->
                counted.put(
                    Ipv4.parse(host.path("address").asText()), host.path("flows").asLong()));
    assertThat(counted).isEqualTo(expected);
  }

  @Test
  void hostsBeyondTheMaximumFallOutAndAreCounted() throws IOException {
    rows(
        "x.csv",
        ROW,
        ROW.replace("42.219.1.1", "42.219.1.2"),
        ROW.replace("42.219.1.1", "42.219.1.3"),
        ROW.replace("42.219.1.1", "42.219.1.3"));

    JsonNode hosts = summary("x.csv", "--max-hosts", "2").path("hosts");

    assertThat(hosts.path("count").asInt()).isEqualTo(2);
    assertThat(hosts.path("flowEndsBeyondMax").asInt()).isEqualTo(2);
    assertThat(analyze("x.csv", "--max-hosts", "2").out())
        .contains("2 ends of flows belong to further hosts: only 2 are held (--max-hosts)");
  }

  @Test
  void labelsAndHoursBeyondTheirMaximumAreCounted() throws IOException {
    // Given 260 labels, and hours of 370 days
    List<Flow> flows = new ArrayList<>();
    Flow one = SeededFlows.list(1, 1).get(0);
    for (int i = 0; i < 370 * 24; i++) {
      flows.add(
          new Flow(
              SeededFlows.START_SECOND + i * 3_600L,
              0,
              one.source(),
              one.destination(),
              1,
              1,
              17,
              0,
              0,
              0,
              1,
              60,
              "label-" + i % 260));
    }
    write("x.csv", flows);

    JsonNode traffic = summary("x.csv").path("traffic");

    assertThat(traffic.path("labels")).hasSize(256);
    assertThat(traffic.path("flowsBeyondMaxLabels").asInt())
        .isEqualTo((int) flows.stream().filter(f -> f.label().matches("label-25[6-9]")).count());
    assertThat(traffic.path("hours")).hasSize(366 * 24);
    assertThat(traffic.path("flowsBeyondMaxHours").asInt()).isEqualTo(4 * 24);
  }

  @Test
  void faultsAreCountedByKind() throws IOException {
    rows(
        "x.csv",
        ROW,
        ROW, // a repeated row
        ROW.replace("00:00:10", "00:00:03"), // 7 s before the one above
        ROW.replace("UDP", "XYZ"),
        ROW.replace(",60,", ",-60,"),
        ROW.replace(",60,", ",,"),
        ROW + ",more",
        "",
        ROW.replace("00:00:10", "00:00:11").replace(",1,60,", ",1,9000,"), // a giant packet
        ROW.replace("00:00:10", "00:00:11").replace("0.000", "1.001")); // one packet, off the grid

    JsonNode faults = summary("x.csv", "--on-error", "skip").path("faults");

    Map<String, Integer> counts = new LinkedHashMap<>();
    faults
        .path("malformedByKind")
        .properties()
        .forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
    assertThat(counts).isEqualTo(Map.of("pr", 1, "byt", 2, "columns", 1, "blank line", 1));
    assertThat(faults.path("malformedRows").asInt()).isEqualTo(5);
    assertThat(faults.path("rowsBreakingRules").asInt()).isEqualTo(2);
    assertThat(faults.path("brokenByRule").path("BYTES_PER_PACKET").asInt()).isEqualTo(1);
    assertThat(faults.path("brokenByRule").path("DURATION_GRID").asInt()).isEqualTo(1);
    assertThat(faults.path("brokenByRule").path("SINGLE_PACKET_IS_INSTANT").asInt()).isEqualTo(1);
    assertThat(faults.path("timeBackwards").asInt()).isEqualTo(1);
    assertThat(faults.path("largestStepBackSeconds").asInt()).isEqualTo(7);
    assertThat(faults.path("duplicatesOfRowAbove").asInt()).isEqualTo(1);
  }

  @Test
  void figuresThatAreUndefinedAreAbsent() throws IOException {
    rows("x.csv", ROW);

    JsonNode hosts = summary("x.csv", "--network", "10.0.0.0/8").path("hosts");

    assertThat(hosts.path("count").asInt(-1)).isZero();
    assertThat(hosts.has("flowsPerHost")).isFalse();
    assertThat(hosts.has("fiveMinuteFanoMedian")).isFalse();
    assertThat(hosts.path("autocorrelationLnBytes")).isEmpty();
    assertThat(analyze("x.csv", "--network", "10.0.0.0/8").out())
        .contains("1 flows have no end there (--network)");
  }

  /**
   * Expected: NumPy over the rows of the table. By host of 42.219.0.0/16 with 200 flows or more:
   * the autocorrelation as in {@link LagSumsTest}, mean weighted by flows; the median over these
   * hosts of {@code c.var(ddof=1) / c.mean()}, c the flows in each five minutes from the table's
   * first to its last.
   */
  @Test
  void figuresOfTheOfficialTableAreThoseOfNumPy() throws IOException {
    Path table = SharedData.file("ugr16-20160411-dev.csv.gz");

    JsonNode summary =
        new ObjectMapper()
            .readTree(
                Terminal.run(new AnalyzeCommand(), "analyze", "--json", table.toString()).out());

    JsonNode hosts = summary.path("hosts");
    double[] autocorrelation =
        List.of("1", "2", "5", "10", "20", "50").stream()
            .mapToDouble(lag -> hosts.path("autocorrelationLnBytes").path(lag).asDouble())
            .toArray();
    assertThat(summary.path("flows").asLong()).isEqualTo(169_974);
    assertThat(autocorrelation)
        .containsExactly(
            new double[] {
              0.28380920990423286,
              0.09610252020664671,
              0.1254455840537196,
              0.09875051927798824,
              0.08070652027602376,
              0.06575946098173115
            },
            within(1e-9));
    assertThat(hosts.path("fiveMinuteFanoMedian").asDouble())
        .isCloseTo(14.193396741140742, within(1e-9));
  }

  @Test
  void peopleReadAPageOnStdout() throws IOException {
    rows("x.csv", ROW, ROW.replace("42.219.1.1,8.8.8.8", "8.8.8.8,42.219.1.1"));

    Terminal terminal = analyze("x.csv");

    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.out())
        .startsWith("2 flows from 2016-04-11T00:00:10Z to 2016-04-11T00:00:10Z")
        .contains("  1 hosts: 1 both, 0 sent-only, 0 received-only, 0 internal")
        .containsPattern("42\\.219\\.1\\.1 +both +2 +1 +1 +120\\R")
        .containsPattern("53/UDP +2 +120 +2\\R")
        .containsPattern("background +2 +120 +2\\R")
        .containsPattern(" 0 malformed rows left out");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing.csv | 1 | missing.csv: no such file
          good.csv missing.csv | 1 | missing.csv: no such file
          twelve.csv | 1 | twelve.csv:2: 12 columns: expected the 13
          twelve.csv --max-hosts 0 | 2 | --max-hosts = 0: expected a whole number >= 1
          good.csv --network 10.0.0.0 | 2 | expected address/prefixLength
          blank.csv --on-error skip | 1 | no row is a flow (1 malformed)
          empty.csv | 1 | empty.csv: the file is empty
          --json | 2 | FILE
          """)
  void badInputIsRefusedWithAMessage(String arguments, int exitCode, String message)
      throws IOException {
    rows("good.csv", ROW);
    rows("twelve.csv", ROW, ROW.replace(",background", ""));
    rows("blank.csv", "");
    Files.createFile(folder.resolve("empty.csv"));

    Terminal terminal = analyze(arguments.split(" ", -1));

    assertThat(terminal.err()).contains(message).doesNotContain("\tat ");
    assertThat(terminal.exitCode()).isEqualTo(exitCode);
    assertThat(terminal.out()).isEmpty();
  }
}
