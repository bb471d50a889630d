package io.flowstan.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.Program;
import io.flowstan.trainer.report.Draws;
import io.flowstan.trainer.report.Report;
import io.flowstan.trainer.report.ReportJson;
import io.flowstan.trainer.report.SmallReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  /** Half its spread, .05, is the noise where the draws of the contenders are alike. */
  private static final List<Double> FLOOR = List.of(.1, .2);

  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CompareCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void betterInOneAndLevelElsewhereWins() throws IOException {
    Report a = report(List.of(.3, .3), List.of(.52, .52));
    Report b = report(List.of(.4, .4), List.of(.5, .5));
    assertThat(compare(a, b)).isZero();
    assertThat(out.toString()).contains("A beats B: better in 1, worse in none.");
  }

  @Test
  void worseInOneLosesAndNamesIt() throws IOException {
    Report a = report(List.of(.3, .3), List.of(.6, .6));
    Report b = report(List.of(.4, .4), List.of(.5, .5));
    assertThat(compare(a, b)).isEqualTo(1);
    assertThat(out.toString())
        .contains("A does not beat B: worse beyond the noise in title of second");
  }

  @Test
  void aGainWithinHalfTheFloorsSpreadIsNone() throws IOException {
    Report a = report(List.of(.36, .36), List.of(.5, .5));
    Report b = report(List.of(.4, .4), List.of(.5, .5));
    assertThat(compare(a, b)).isEqualTo(1);
    assertThat(out.toString()).contains("better in none beyond the noise; missing: at least one");
  }

  @Test
  void aGainWithinTwoStandardErrorsIsNone() throws IOException {
    // s = .1414 over 2 draws each: 2 sqrt(.02 / 2 + .02 / 2) = .283 > .4 - .2
    Report a = report(List.of(.1, .3), List.of(.5, .5));
    Report b = report(List.of(.3, .5), List.of(.5, .5));
    assertThat(compare(a, b)).isEqualTo(1);
  }

  @Test
  void whatRecordedHostsDoToBothAlikeIsNoNoise() throws IOException {
    // Given rounds that differ by .2 for both models alike: the difference is .1 in each
    Report a = drawnAgain(.3, .2, .4, .3);
    Report b = drawnAgain(.4, .3, .5, .4);
    assertThat(compare(a, b)).isZero();
  }

  @Test
  void aGainWithinTwoErrorsOfTheBootstrapIsNone() throws IOException {
    // Given rounds that differ by .2 for one and not for the other: s = .0816, 2 s > .1
    Report a = drawnAgain(.3, .2, .4, .3);
    Report b = drawnAgain(.4, .4, .4, .4);
    assertThat(compare(a, b)).isEqualTo(1);
  }

  /** One figure of one draw and three rounds. */
  private static Report drawnAgain(double value, double... rounds) {
    return new SmallReport()
        .with("first", FLOOR, Draws.of(List.of(value), List.of(rounds)))
        .build();
  }

  @Test
  void aFigureThatIsMissingIsWorse() throws IOException {
    Report a = report(List.of(.1, .1), List.of());
    Report b = report(List.of(.4, .4), List.of(.5, .5));
    assertThat(compare(a, b)).isEqualTo(1);
    assertThat(out.toString()).contains("worse beyond the noise in title of second");
  }

  @Test
  void theSummaryCountsTheStandings() throws IOException {
    Report a = report(List.of(.3, .3), List.of(.5, .5));
    Report b = report(List.of(.4, .4), List.of(.5, .5));
    compare(a, b, "--json");
    JsonNode summary = JsonMapper.builder().build().readTree(out.toString());
    assertThat(summary.path("won").asBoolean()).isTrue();
    assertThat(summary.path("better").asInt()).isEqualTo(1);
    assertThat(summary.path("level").asInt()).isEqualTo(1);
  }

  @Test
  void reportsOnOtherRecordedFlowsAreRefused() throws IOException {
    Report a = report(List.of(.3, .3), List.of(.5, .5));
    Report b = new SmallReport().of("dd").with("first", FLOOR, FLOOR).build();
    assertThat(compare(a, b)).isEqualTo(2);
    assertThat(err.toString()).contains("different recorded tables and hosts");
  }

  @Test
  void aMissingFileIsBadUsage() {
    assertThat(run("compare", path("a.json"), path("b.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("a.json: not found");
  }

  private static Report report(List<Double> first, List<Double> second) {
    return new SmallReport().with("first", FLOOR, first).with("second", FLOOR, second).build();
  }

  private int compare(Report a, Report b, String... more) throws IOException {
    Files.writeString(folder.resolve("a.json"), ReportJson.write(a));
    Files.writeString(folder.resolve("b.json"), ReportJson.write(b));
    String[] arguments = new String[3 + more.length];
    arguments[0] = "compare";
    arguments[1] = path("a.json");
    arguments[2] = path("b.json");
    System.arraycopy(more, 0, arguments, 3, more.length);
    return run(arguments);
  }

  private int run(String... arguments) {
    return Program.of(
            List.of(new CompareCommand()), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
