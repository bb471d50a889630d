package io.flowstan.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.Program;
import io.flowstan.codec.Memory;
import io.flowstan.flow.Flow;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.io.HostList;
import io.flowstan.trainer.data.HostFlows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final HostFlows TRAINING = SmallTraffic.of(1, 4, 100);

  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  EvaluateCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void filesAreThere() throws IOException {
    table("train", TRAINING);
    table("real", SmallTraffic.of(2, 2, 100));
    SmallBundle.random(TRAINING, 1).write(folder.resolve("full.zip"), Memory.FULL);
    SmallBundle.random(TRAINING, 2).write(folder.resolve("none.zip"), Memory.NONE);
  }

  @Test
  void allContendersAreJudgedOnTheSameFlows() throws IOException {
    int code =
        evaluate(
            "--train",
            path("train.csv"),
            "--train-hosts",
            path("train.hosts"),
            "--memoryless-bundle",
            path("none.zip"),
            "--json");

    assertThat(err.toString()).contains("200 recorded flows of 2 hosts");
    assertThat(code).isZero();
    JsonNode report = report();
    assertThat(report.path("likelihood").properties())
        .extracting(entry -> entry.getKey())
        .containsExactly("MODEL", "OTHER_CONTEXT", "MEMORYLESS", "INDEPENDENT_MARGINALS");
    for (JsonNode contender : report.path("likelihood")) {
      double sum = 0;
      for (JsonNode nats : contender.path("byAttribute")) {
        sum += nats.asDouble();
      }
      assertThat(sum).isBetween(all(contender) - .001, all(contender) + .001);
    }
    JsonNode model = report.path("likelihood").path("MODEL");
    JsonNode other = report.path("likelihood").path("OTHER_CONTEXT");
    assertThat(other.path("modelGains").path("value").asDouble())
        .isBetween(all(other) - all(model) - .001, all(other) - all(model) + .001);
    assertThat(report.path("real").path("rulesPassed").asDouble()).isEqualTo(1);
  }

  @Test
  void threeDaysAreGeneratedAndCountedBesideTheRecordedOne() throws IOException {
    assertThat(evaluate("--json")).isZero();
    JsonNode streams = report().path("streams");
    assertThat(streams.path("recorded").path("flowsPerHost").asInt()).isEqualTo(100);
    assertThat(streams.path("recorded").path("tcp").asDouble()).isEqualTo(.5);
    long flows = 0;
    for (int seed = 1; seed <= 3; seed++) {
      JsonNode made = streams.path("generated, seed " + seed);
      assertThat(made.path("hosts").asInt()).isEqualTo(2);
      flows += made.path("flows").asLong();
    }
    String last = out.toString().lines().reduce("", (before, line) -> line);
    JsonNode summary = JsonMapper.builder().build().readTree(last);
    assertThat(summary.path("flows").asLong()).isEqualTo(flows).isPositive();
    assertThat(summary.path("flowsPerSecond").asDouble()).isPositive();
  }

  @Test
  void whatIsNotGivenIsSkippedAndSaid() throws IOException {
    assertThat(evaluate()).isZero();
    assertThat(folder.resolve("report/report.md"))
        .content()
        .contains("independent marginals skipped: no --train", "memoryless model skipped")
        .doesNotContain(folder.toString());
    assertThat(report().path("training").isNull()).isTrue();
  }

  @Test
  void aBundleOfTheWrongKindIsRefused() {
    assertThat(evaluate("--memoryless-bundle", path("full.zip"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("trained with memory 'full': expected 'none' (train --memoryless)");
  }

  @Test
  void optionsThatBelongTogetherAreAskedFor() throws IOException {
    assertThat(evaluate("--train", path("train.csv"))).isEqualTo(2);
    assertThat(err.toString()).contains("--train and --train-hosts: expected both or neither");
    Files.writeString(folder.resolve("report"), "precious");
    assertThat(evaluate()).isEqualTo(2);
    assertThat(err.toString()).contains("is a file; expected a folder or none");
  }

  private int evaluate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--real",
                path("real.csv"),
                "--hosts",
                path("real.hosts"),
                "--bundle",
                path("full.zip"),
                "--report",
                path("report")));
    arguments.addAll(List.of(more));
    return Program.of(
            List.of(new EvaluateCommand()), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments.toArray(new String[0]));
  }

  private JsonNode report() throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readString(folder.resolve("report/report.json")));
  }

  private static double all(JsonNode contender) {
    return contender.path("all").path("value").asDouble();
  }

  private void table(String name, HostFlows data) throws IOException {
    List<Flow> flows = new ArrayList<>();
    data.byHost().values().forEach(flows::addAll);
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    try (FlowWriter table = FlowWriter.open(folder.resolve(name + ".csv"), FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        table.write(flow);
      }
      table.commit();
    }
    new HostList(List.copyOf(data.byHost().keySet())).write(folder.resolve(name + ".hosts"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
