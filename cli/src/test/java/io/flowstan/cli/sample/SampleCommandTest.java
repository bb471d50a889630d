package io.flowstan.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowstan.cli.Terminal;
import io.flowstan.flow.Flow;
import io.flowstan.flow.Network;
import io.flowstan.io.FlowReader;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
  @TempDir private Path folder;

  private static Terminal sample(FakeStreams streams, String... arguments) {
    List<String> all = new ArrayList<>(List.of("sample"));
    all.addAll(List.of(arguments));
    return Terminal.run(
        new SampleCommand((bundle, network, threads) -> streams), all.toArray(String[]::new));
  }

  private static Terminal sample(String... arguments) {
    return sample(new FakeStreams(60), arguments);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void theTableIsInOrderOfTimeAndOfTheHostsBesideIt() throws IOException {
    Terminal terminal =
        sample(
            "--hosts",
            "20",
            "--network",
            "192.0.2.0/24",
            "--duration",
            "2h",
            "--out",
            path("x.csv"));

    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.exitCode()).isZero();
    HostList hosts = HostList.read(folder.resolve("x.hosts"));
    List<Flow> flows = read(folder.resolve("x.csv"));
    assertThat(hosts.addresses()).hasSize(20).allMatch(Network.parse("192.0.2.0/24")::contains);
    assertThat(flows)
        .hasSizeGreaterThan(10_000)
        .isSortedAccordingTo(Comparator.comparing(Flow::endSecond));
    assertThat(flows).extracting(Flow::source).isSubsetOf(hosts.addresses());
    long start = Instant.parse("2016-04-11T00:00:00Z").getEpochSecond();
    assertThat(flows)
        .allMatch(flow -> flow.endSecond() >= start && flow.endSecond() < start + 7_200);
  }

  @Test
  void theSameSeedWritesTheSameBytesAndAnotherSeedOthers() throws IOException {
    sample("--seed", "5", "--duration", "1h", "--out", path("a.csv"));
    sample("--seed", "5", "--duration", "1h", "--out", path("b.csv"));
    sample("--seed", "6", "--duration", "1h", "--out", path("c.csv"));

    assertThat(folder.resolve("a.csv")).hasSameBinaryContentAs(folder.resolve("b.csv"));
    assertThat(folder.resolve("a.hosts")).hasSameBinaryContentAs(folder.resolve("b.hosts"));
    assertThat(Files.mismatch(folder.resolve("a.csv"), folder.resolve("c.csv"))).isNotNegative();
  }

  @Test
  void aLongerSampleStartsWithTheShorter() throws IOException {
    // Given two lengths whose windows of simulated time end elsewhere
    sample("--duration", "1h", "--out", path("long.csv"));
    sample("--duration", "17m", "--out", path("short.csv"));

    assertThat(Files.readString(folder.resolve("long.csv")))
        .startsWith(Files.readString(folder.resolve("short.csv")));
  }

  @Test
  void perHostTablesHoldTheRowsOfTheOneTable() throws IOException {
    sample("--hosts", "5", "--duration", "3h", "--out", path("x.csv"));
    Terminal terminal =
        sample("--hosts", "5", "--duration", "3h", "--per-host", "--out", path("each"));

    assertThat(terminal.exitCode()).isZero();
    List<String> rows = new ArrayList<>();
    for (Path table : files(folder.resolve("each"))) {
      rows.addAll(Files.readAllLines(table));
    }
    assertThat(files(folder.resolve("each"))).hasSize(5);
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder.resolve("x.csv")));
    assertThat(folder.resolve("each.hosts")).hasSameBinaryContentAs(folder.resolve("x.hosts"));
  }

  @Test
  void aFolderWithOtherHostsTablesIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("each"));
    Files.writeString(folder.resolve("each/192.0.2.1.csv"), "");

    Terminal terminal = sample("--hosts", "5", "--per-host", "--out", path("each"));

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(terminal.err()).contains("192.0.2.1.csv: is no table of this run's hosts");
  }

  @Test
  void theSummaryIsTheLastLineOfStdout() throws IOException {
    Terminal terminal =
        sample("--json", "--hosts", "3", "--duration", "1h", "--out", path("x.csv.gz"));

    JsonNode summary = new ObjectMapper().readTree(terminal.out());
    assertThat(summary.path("flows").asLong()).isEqualTo(read(folder.resolve("x.csv.gz")).size());
    assertThat(summary.path("seconds").asDouble()).isPositive();
    assertThat(summary.path("flowsPerSecond").asDouble()).isPositive();
    assertThat(summary.path("hosts").asInt()).isEqualTo(3);
    assertThat(summary.path("rulesBroken").asLong(-1)).isZero();
    assertThat(folder.resolve("x.hosts")).exists();
    assertThat(terminal.err()).contains(" flows of 3 hosts in ");
  }

  @Test
  void brokenRulesFailTheSampleAndNothingIsWritten() {
    // Given flows of one packet and 1,501 bytes
    FakeStreams broken = new FakeStreams(1_501);

    Terminal terminal = sample(broken, "--json", "--duration", "1h", "--out", path("x.csv"));

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(terminal.err())
        .contains("broke rules {BYTES_PER_PACKET=")
        .contains("nothing was written");
    assertThat(terminal.out()).doesNotContain("\"rulesBroken\":0");
    assertThat(folder).isEmptyDirectory();
    assertThat(broken.isClosed()).isTrue();
  }

  @Test
  void nfdumpTablesHaveTheirHeaderOnce() throws IOException {
    sample("--format", "nfdump", "--hosts", "3", "--duration", "1h", "--out", path("x.csv"));

    assertThat(Files.readAllLines(folder.resolve("x.csv")))
        .hasSizeGreaterThan(100)
        .filteredOn(line -> line.startsWith("ts,te,td"))
        .hasSize(1);
  }

  @Test
  void badArgumentsAreBadUsage() {
    assertThat(sample("--hosts", "0", "--out", path("x")).err())
        .contains("--hosts = 0: expected 1..16777214, the addresses of 10.0.0.0/8");
    assertThat(sample("--hosts", "0", "--out", path("x")).exitCode()).isEqualTo(2);
    assertThat(sample("--duration", "0s", "--out", path("x")).exitCode()).isEqualTo(2);
    assertThat(sample("--threads", "0", "--out", path("x")).exitCode()).isEqualTo(2);
    assertThat(sample("--network", "10.0.0.0", "--out", path("x")).err())
        .contains("'--network'")
        .contains("expected address/prefixLength")
        .doesNotContain("Exception");
    assertThat(sample("--hosts", "3").err()).contains("--out");
    assertThat(sample("--hosts", "3").exitCode()).isEqualTo(2);
    assertThat(sample("--format", "pcap", "--out", path("x")).err()).contains("UGR16, NFDUMP");
    assertThat(folder).isEmptyDirectory();
  }

  private static List<Flow> read(Path table) throws IOException {
    List<Flow> flows = new ArrayList<>();
    try (FlowReader reader = FlowReader.open(table, OnError.FAIL)) {
      for (Flow flow = reader.read(); flow != null; flow = reader.read()) {
        flows.add(flow);
      }
    }
    return flows;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
