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
import io.flowstan.trainer.report.Contestant;
import io.flowstan.trainer.report.FigureResult;
import io.flowstan.trainer.report.Interval;
import io.flowstan.trainer.report.Likelihood;
import io.flowstan.trainer.report.Report;
import io.flowstan.trainer.report.ReportJson;
import io.flowstan.trainer.report.SmallReport;
import io.flowstan.trainer.stan.SmallStan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final HostFlows TRAINING = SmallTraffic.of(1, 6, 100);

  @TempDir static Path files;

  /** What one evaluation of a model beside two baselines says; several tests look at it. */
  private static Report judged = new SmallReport().build();

  private static String judgedOut = "";

  /** The same beside STAN with a flow every 1,000 s. */
  private static Report withStan = new SmallReport().build();

  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  EvaluateCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void filesAreThereAndAModelIsJudged() throws IOException {
    table("train", TRAINING);
    table("real", SmallTraffic.of(2, 2, 100));
    SmallBundle.random(TRAINING, 1).write(files.resolve("full.zip"), Memory.FULL);
    SmallBundle.random(TRAINING, 2).write(files.resolve("none.zip"), Memory.NONE);
    EvaluateCommandTest test = new EvaluateCommandTest(files);
    assertThat(
            test.evaluate(
                "--bundle",
                path("full.zip"),
                "--memoryless-bundle",
                path("none.zip"),
                "--baselines",
                "b1,b4",
                "--json"))
        .as(test.err.toString())
        .isZero();
    judged = test.report();
    judgedOut = test.out.toString();
    SmallStan.write(files.resolve("stan.zip"), 1_000);
    assertThat(
            test.evaluate(
                "--bundle", path("full.zip"), "--baselines", "none", "--stan", path("stan.zip")))
        .as(test.err.toString())
        .isZero();
    withStan = test.report();
  }

  @Test
  void everyContenderIsComparedWithAsManyHosts() {
    assertThat(judged.contenders())
        .extracting(Contestant::key)
        .containsExactly("floor", "model", "b1", "b4");
    assertThat(judged.contenders()).allMatch(of -> of.hosts() == 2 && of.draws() == 2);
    assertThat(judged.facts()).containsOnlyKeys("recorded", "floor", "model", "b1", "b4");
  }

  @Test
  void everyContenderHasAnErrorOverHosts() {
    // Given the figure of volumes, which any two hosts have
    FigureResult volume =
        judged.figures().stream()
            .filter(figure -> figure.key().equals("volume.total"))
            .findFirst()
            .orElseThrow();

    assertThat(volume.contenders().values())
        .hasSize(4)
        .allSatisfy(outcome -> assertThat(outcome.error()).isNotNegative());
    // recorded hosts of this table all have equally many flows, made ones have not
    assertThat(volume.contenders())
        .hasEntrySatisfying("floor", of -> assertThat(of.error()).isZero())
        .hasEntrySatisfying("model", of -> assertThat(of.error()).isPositive())
        .hasEntrySatisfying(
            "model", of -> assertThat(of.rounds()).hasSize(judged.setting().rounds()))
        .hasEntrySatisfying("b1", of -> assertThat(of.error()).isPositive())
        .hasEntrySatisfying("b1", of -> assertThat(of.rounds()).isEmpty());
  }

  @Test
  void everyMetricSaysHowItMeasures() {
    Set<String> metrics = new TreeSet<>();
    judged.figures().forEach(figure -> metrics.add(figure.metric()));

    assertThat(judged.methods().keySet()).containsAll(metrics);
    assertThat(judged.methods().values()).noneMatch(String::isBlank);
  }

  @Test
  void whoHasALikelihoodStandsInItsTable() {
    assertThat(judged.likelihood())
        .extracting(Likelihood::contender)
        .containsExactly(
            "model",
            "model, each host in another host's context",
            "memoryless model",
            "independent marginals",
            "b1, independent mixtures");
    assertThat(judged.notes()).noneMatch(note -> note.startsWith("memoryless model skipped"));
  }

  @Test
  void theSumOfTheGroupsIsTheSumThatIsCompared() {
    for (Likelihood of : judged.likelihood()) {
      double sum = of.groups().values().stream().mapToDouble(Double::doubleValue).sum();
      Interval whole = Objects.requireNonNull(of.sum());
      assertThat(sum).isBetween(whole.value() - .001, whole.value() + .001);
    }
  }

  @Test
  void theReportNamesFilesOnly() {
    assertThat(files.resolve("report/report.md"))
        .content()
        .contains("# Evaluation", "other real hosts")
        .doesNotContain(files.toString());
    assertThat(files.resolve("report/report.html")).content().contains("<svg", "</html>");
  }

  @Test
  void theSummaryCountsTheFlowsOfTheModelsDraws() throws IOException {
    Contestant model =
        judged.contenders().stream().filter(of -> of.key().equals("model")).findFirst().get();
    String last = judgedOut.lines().reduce("", (before, line) -> line);
    JsonNode summary = JsonMapper.builder().build().readTree(last);
    assertThat(summary.path("flows").asDouble()).isEqualTo(2 * model.flows()).isPositive();
    assertThat(summary.path("flowsPerSecond").asDouble()).isPositive();
    assertThat(summary.path("headlines").has("acf.bytes")).isTrue();
  }

  @Test
  void aTableIsJudgedInAModelsPlace() throws IOException {
    int code =
        evaluate(
            "--synthetic",
            path("train.csv"),
            "--synthetic-hosts",
            path("train.hosts"),
            "--baselines",
            "none");

    assertThat(code).isZero();
    assertThat(report().contenders().get(1).title()).isEqualTo("synthetic");
    assertThat(report().likelihood()).isEmpty();
  }

  @Test
  void stanIsJudgedByTheFirstFlowsOfItsHosts() {
    Contestant stan =
        withStan.contenders().stream().filter(of -> of.key().equals("stan")).findFirst().get();
    assertThat(stan.draws()).isEqualTo(1);
    assertThat(stan.flows()).isBetween(150.0, 200.0);
    assertThat(withStan.notes())
        .anyMatch(note -> note.startsWith("stan, as described: one draw, 2 hosts of 10,000 flows"))
        .anyMatch(note -> note.contains("became a bound"));
    assertThat(withStan.bundles()).containsKey("stan bundle");
  }

  @Test
  void figuresOfWholeDaysAreAbsentForStan() {
    assertThat(withStan.figures())
        .filteredOn(of -> of.metric().equals("volume") || of.metric().equals("counts"))
        .isNotEmpty()
        .allMatch(of -> Objects.requireNonNull(of.of("stan")).mean() == null);
    assertThat(withStan.figures())
        .filteredOn(of -> of.metric().equals("marginal"))
        .isNotEmpty()
        .anyMatch(of -> Objects.requireNonNull(of.of("stan")).mean() != null);
  }

  @Test
  void stansLikelihoodHasNoSumBecauseItHasNoFlags() {
    Likelihood stan =
        withStan.likelihood().stream()
            .filter(of -> of.contender().equals("stan, as described"))
            .findFirst()
            .get();
    assertThat(stan.groups())
        .containsOnlyKeys(
            "delta-t", "direction, protocol, ports, peer", "packets", "bytes", "duration");
    assertThat(stan.sum()).isNull();
  }

  @Test
  void aBundleThatIsNotStansIsRefused() {
    assertThat(evaluate("--stan", path("full.zip"))).isEqualTo(1);
    assertThat(err.toString()).contains("expected a bundle of train --architecture stan");
  }

  @Test
  void withoutTrainingItSaysWhatIsMissing() throws IOException {
    int code =
        run(
            "--real",
            path("real.csv"),
            "--hosts",
            path("real.hosts"),
            "--bundle",
            path("full.zip"),
            "--draws",
            "1",
            "--skip",
            "classifier");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("no --train: no floor, no baselines, no novelty, no tasks")
        .contains("memoryless model skipped: no --memoryless-bundle");
  }

  @Test
  void aBundleOfTheWrongKindIsRefused() {
    assertThat(evaluate("--memoryless-bundle", path("full.zip"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("trained with memory 'full': expected 'none' (train --memoryless)");
  }

  @Test
  void optionsThatBelongTogetherAreAskedFor() {
    assertThat(evaluate("--synthetic", path("train.csv"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("--synthetic and --synthetic-hosts: expected both or neither");
  }

  @Test
  void anUnknownBaselineIsRefused() {
    assertThat(evaluate("--baselines", "b1,b9")).isEqualTo(2);
    assertThat(err.toString())
        .contains("unknown baseline 'b9': expected all, none or some of b1,b2,b3,b3s,b4");
  }

  @Test
  void aFileInTheReportsPlaceIsRefused() throws IOException {
    Files.writeString(folder.resolve("report"), "precious");
    assertThat(evaluate()).isEqualTo(2);
    assertThat(err.toString()).contains("is a file; expected a folder or none");
  }

  /** With training tables and a report, two draws, and without what takes long. */
  private int evaluate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--real",
                path("real.csv"),
                "--hosts",
                path("real.hosts"),
                "--train",
                path("train.csv"),
                "--train-hosts",
                path("train.hosts"),
                "--draws",
                "2",
                "--skip",
                "tasks,classifier",
                "--report",
                folder.resolve("report").toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(new String[0]));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate"));
    all.addAll(List.of(arguments));
    return Program.of(
            List.of(new EvaluateCommand()), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(new String[0]));
  }

  private Report report() throws IOException {
    return ReportJson.read(folder.resolve("report/report.json"));
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
