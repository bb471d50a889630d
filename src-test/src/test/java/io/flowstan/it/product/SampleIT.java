package io.flowstan.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.flow.Flow;
import io.flowstan.flow.FlowRule;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.io.RecordedFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./flowstan sample} with the shipped model: 30 hosts, six hours. */
class SampleIT {
  private static final int HOSTS = 30;

  @TempDir private static Path folder;
  private static Path table;
  private static Path hostsFile;

  @BeforeAll
  static void sampleOnce() throws Exception {
    table = sample("first.csv", "30", "6h", "1", "--threads", "1");
    hostsFile = folder.resolve("first.hosts");
  }

  @Test
  void theTableHasThirteenColumnsInOrderOfTheEnd() throws Exception {
    List<String> rows = Files.readAllLines(table);
    assertThat(rows).hasSizeGreaterThan(1_000);
    String last = "";
    for (String row : rows) {
      String[] columns = row.split(",", -1);
      assertThat(columns).as(row).hasSize(13);
      assertThat(columns[0]).as(row).matches("2016-04-11 0[0-5]:\\d\\d:\\d\\d");
      assertThat(columns[0]).as(row).isGreaterThanOrEqualTo(last);
      last = columns[0];
    }
  }

  @Test
  void everyFlowKeepsTheRulesForEachSimulatedHostAtItsEnds() throws Exception {
    HostList hosts = HostList.read(hostsFile);
    assertThat(hosts.addresses()).hasSize(HOSTS);
    long rows = 0;
    try (RecordedFlows flows = RecordedFlows.ofHosts(table, hosts, OnError.FAIL)) {
      for (var next = flows.next(); next != null; next = flows.next()) {
        Flow flow = next.flow();
        for (FlowRule rule : FlowRule.values()) {
          assertThat(rule.holds(flow, next.host())).as("%s: %s", rule, flow).isTrue();
        }
        rows++;
      }
      assertThat(flows.flowsOfNoHost()).isZero();
    }
    try (var lines = Files.lines(table)) {
      assertThat(rows).isGreaterThanOrEqualTo(lines.count());
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesWithAnyNumberOfThreads() throws Exception {
    Path again = sample("again.csv", "30", "6h", "1", "--threads", "2");

    assertThat(again).hasSameBinaryContentAs(table);
    assertThat(folder.resolve("again.hosts")).hasSameBinaryContentAs(hostsFile);
  }

  @Test
  void anotherSeedGivesOtherHostsAndFlows() throws Exception {
    Path one = sample("one.csv", "5", "1h", "1");
    Path same = sample("same.csv", "5", "1h", "1");
    Path other = sample("other.csv", "5", "1h", "2");

    assertThat(same).hasSameBinaryContentAs(one);
    assertThat(Files.readAllLines(other))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(Files.readAllLines(one));
    assertThat(Files.readAllLines(folder.resolve("other.hosts")))
        .doesNotContainAnyElementsOf(Files.readAllLines(folder.resolve("one.hosts")));
  }

  private static Path sample(
      String name, String hosts, String duration, String seed, String... more)
      throws IOException, InterruptedException {
    String[] basic = {
      "sample", "--hosts", hosts, "--duration", duration, "--seed", seed, "--out", name, "--json"
    };
    String[] arguments = new String[basic.length + more.length];
    System.arraycopy(basic, 0, arguments, 0, basic.length);
    System.arraycopy(more, 0, arguments, basic.length, more.length);
    Launched launched = Launched.succeed(folder, arguments);
    Path table = folder.resolve(name);
    try (var lines = Files.lines(table)) {
      assertThat(launched.summary().path("flows").asLong()).isEqualTo(lines.count());
    }
    assertThat(launched.summary().path("rulesBroken").asLong()).isZero();
    return table;
  }
}
