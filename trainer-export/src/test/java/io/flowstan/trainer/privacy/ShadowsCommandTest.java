package io.flowstan.trainer.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.Program;
import io.flowstan.flow.Flow;
import io.flowstan.io.FlowFormat;
import io.flowstan.io.FlowWriter;
import io.flowstan.io.HostList;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.evaluate.EvaluateCommand;
import io.flowstan.trainer.evaluate.SmallTraffic;
import io.flowstan.trainer.report.Privacy;
import io.flowstan.trainer.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on a small scale: shadows of made-up traffic, and an evaluation with them. */
class ShadowsCommandTest {
  @TempDir static Path files;

  private static String said = "";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void shadowsAreMade() throws IOException {
    HostFlows all = SmallTraffic.of(1, 12, 60);
    List<Integer> hosts = List.copyOf(all.byHost().keySet());
    table("train", all.of(hosts.subList(0, 8)));
    table("real", all.of(hosts.subList(8, 12)));
    ShadowsCommandTest test = new ShadowsCommandTest();
    assertThat(test.shadows("shadows")).as("%s", test.err).isZero();
    said = test.out.toString();
    assertThat(test.evaluate("report", "--shadows", path("shadows"))).as("%s", test.err).isZero();
  }

  @Test
  void allModelsAndTheControlAreTrained() throws IOException {
    JsonNode summary = summary(said);
    assertThat(summary.path("trained").asInt()).isEqualTo(7);
    assertThat(summary.path("hosts").asInt()).isEqualTo(14);
    assertThat(summary.path("flows").asLong()).isPositive();
  }

  @Test
  void whatIsFinishedIsNotTrainedAgain() throws IOException {
    // Given shadows of which one lacks its scores
    Path copy = copy("resumed");
    Files.delete(copy.resolve("model-3/losses.json"));
    byte[] bundle = Files.readAllBytes(copy.resolve("model-3/bundle.zip"));

    // When they are made again
    assertThat(shadows("resumed")).as("%s", err).isZero();

    // Then no model is trained, and the scores are the same
    assertThat(summary(out.toString()).path("trained").asInt()).isZero();
    assertThat(copy.resolve("model-3/bundle.zip")).hasBinaryContent(bundle);
    assertThat(copy.resolve("model-3/losses.json"))
        .hasSameBinaryContentAs(files.resolve("shadows/model-3/losses.json"));
  }

  @Test
  void otherOptionsAreRefused() {
    assertThat(shadows("shadows", "--epochs", "3")).isEqualTo(2);
    assertThat(err.toString())
        .contains("begun with other options: settings", "epochs=1", "epochs=3")
        .contains("go on with the same options and files, or name another folder");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.createDirectories(files.resolve("precious"));
    Files.writeString(files.resolve("precious/letter.txt"), "dear");
    assertThat(shadows("precious")).isEqualTo(2);
    assertThat(err.toString()).contains("holds something else");
  }

  @Test
  void anOddNumberOfModelsIsRefused() {
    assertThat(shadows("odd", "--models", "7")).isEqualTo(2);
    assertThat(err.toString()).contains("models = 7: expected an even number, 6 or more");
  }

  @Test
  void theReportHasARowForEachAttackAndTarget() throws IOException {
    Privacy privacy = privacy("report");
    assertThat(privacy.models()).isEqualTo(6);
    assertThat(privacy.attacks())
        .extracting(Privacy.Attack::target)
        .containsOnly(
            "shadow models, one at a time",
            "canaries' marked flows, shadow models",
            "overfitted control",
            "a copy of half of the hosts",
            "this bundle");
    assertThat(privacy.attacks())
        .filteredOn(row -> row.target().equals("this bundle"))
        .extracting(Privacy.Attack::attack)
        .containsExactly(
            "likelihood ratio",
            "calibrated loss",
            "density ratio",
            "nearest record (a sanity check)");
    assertThat(privacy.traces()).extracting(Privacy.Trace::what).hasSize(2);
  }

  @Test
  void theReportNamesNoHost() throws IOException {
    for (String name : List.of("report.json", "report.md", "report.html")) {
      String content = Files.readString(files.resolve("report").resolve(name));
      assertThat(content).contains("overfitted control").doesNotContain("42.219.0.", "10.99.");
    }
  }

  @Test
  void aTableIsAttackedByItsFlowsAlone() throws IOException {
    // Given the training table in a model's place
    int code =
        evaluate(
            "copied",
            "--shadows",
            path("shadows"),
            "--synthetic",
            path("train.csv"),
            "--synthetic-hosts",
            path("train.hosts"));

    // Then
    assertThat(code).as("%s", err).isZero();
    Map<String, Double> aucs = new LinkedHashMap<>();
    privacy("copied").attacks().stream()
        .filter(row -> row.target().equals("this table"))
        .forEach(row -> aucs.put(row.attack(), row.auc().value()));
    assertThat(aucs).containsOnlyKeys("density ratio", "nearest record (a sanity check)");
    // 4 of the 8 copied hosts are compared with: half of the windows find themselves, of the rest
    // half are nearer, in all three quarters
    assertThat(aucs.get("nearest record (a sanity check)")).isBetween(.6, .9);
  }

  @Test
  void unfinishedShadowsAreRefusedBeforeTheLongWork() throws IOException {
    Path copy = copy("unfinished");
    Files.delete(copy.resolve("control/sample.hosts"));
    assertThat(evaluate("none", "--shadows", copy.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("control is not finished: run flowstan shadows again");
  }

  @Test
  void shadowsOfOtherTablesAreRefused() throws IOException {
    table("strange", SmallTraffic.of(9, 4, 60));
    int code =
        run(
            new EvaluateCommand(),
            "evaluate",
            "--real",
            path("strange.csv"),
            "--hosts",
            path("strange.hosts"),
            "--train",
            path("train.csv"),
            "--train-hosts",
            path("train.hosts"),
            "--shadows",
            path("shadows"));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("made without strange.csv", "flowstan shadows");
  }

  @Test
  void withoutShadowsTheReportSaysSo() throws IOException {
    assertThat(evaluate("bare")).as("%s", err).isZero();
    assertThat(files.resolve("bare/report.md")).content().contains("Not measured: no --shadows.");
  }

  private static Privacy privacy(String report) throws IOException {
    return Objects.requireNonNull(
        ReportJson.read(files.resolve(report).resolve("report.json")).privacy());
  }

  private int shadows(String folder, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "shadows",
                "--flows",
                path("train.csv"),
                "--hosts",
                path("train.hosts"),
                "--flows",
                path("real.csv"),
                "--hosts",
                path("real.hosts"),
                "--out",
                path(folder),
                "--canaries",
                "2",
                "--control-epochs",
                "2",
                "--control-flows",
                "40",
                "--scored-flows",
                "50",
                "--batch",
                "256",
                "--sample-hosts",
                "6",
                "--sample-hours",
                "1",
                "--threads",
                "1",
                "--json"));
    if (!List.of(more).contains("--epochs")) {
      arguments.addAll(List.of("--epochs", "1"));
    }
    if (!List.of(more).contains("--models")) {
      arguments.addAll(List.of("--models", "6"));
    }
    arguments.addAll(List.of(more));
    return run(new ShadowsCommand(), arguments.toArray(String[]::new));
  }

  private int evaluate(String folder, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--real",
                path("real.csv"),
                "--hosts",
                path("real.hosts"),
                "--train",
                path("train.csv"),
                "--train-hosts",
                path("train.hosts"),
                "--baselines",
                "none",
                "--draws",
                "1",
                "--skip",
                "tasks,likelihood,classifier",
                "--report",
                path(folder)));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--synthetic")) {
      arguments.addAll(List.of("--bundle", path("shadows/model-0/bundle.zip")));
    }
    return run(new EvaluateCommand(), arguments.toArray(String[]::new));
  }

  private int run(FlowstanCommand command, String... arguments) {
    return Program.of(List.of(command), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private static JsonNode summary(String output) throws IOException {
    String last = output.lines().reduce("", (before, line) -> line);
    return JsonMapper.builder().build().readTree(last);
  }

  private static Path copy(String name) throws IOException {
    Path from = files.resolve("shadows");
    Path to = files.resolve(name);
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  private static void table(String name, HostFlows data) throws IOException {
    List<Flow> flows = new ArrayList<>();
    data.byHost().values().forEach(flows::addAll);
    flows.sort(Comparator.comparingLong(Flow::endSecond));
    try (FlowWriter table = FlowWriter.open(files.resolve(name + ".csv"), FlowFormat.UGR16)) {
      for (Flow flow : flows) {
        table.write(flow);
      }
      table.commit();
    }
    new HostList(List.copyOf(data.byHost().keySet())).write(files.resolve(name + ".hosts"));
  }

  private static String path(String name) {
    return files.resolve(name).toString();
  }
}
