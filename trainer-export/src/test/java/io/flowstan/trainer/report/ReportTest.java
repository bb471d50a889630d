package io.flowstan.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowstan.cli.UsageException;
import io.flowstan.flow.Flow;
import io.flowstan.trainer.report.plot.Plot;
import io.flowstan.trainer.report.plot.Plots;
import io.flowstan.trainer.report.plot.Portrait;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  /** What makes a browser ask for something: addresses in attributes, styles and imports. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src|href)=\"([^\"]*)\"|url\\(([^)]*)\\)|@import|<script|<link|//");

  private static final Report REPORT =
      new SmallReport().with("a.b", List.of(.1, .2), List.of(.3, .4)).build();

  @Test
  void jsonGivesBackTheSameReport(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.json");
    Files.writeString(file, ReportJson.write(REPORT));
    assertThat(ReportJson.read(file)).isEqualTo(REPORT);
  }

  @Test
  void anAbsentFigureSurvivesJson(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.json");
    Report report = new SmallReport().with("a.b", List.of(.1), List.of()).build();
    Files.writeString(file, ReportJson.write(report));
    assertThat(ReportJson.read(file)).isEqualTo(report);
  }

  @Test
  void whatIsNoReportIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"flows\": 1}");
    assertThatThrownBy(() -> ReportJson.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("other.json: no report of this version")
        .hasMessageContaining("expected a report.json that flowstan evaluate wrote");
  }

  @Test
  void thePageAsksForNothingElsewhere(@TempDir Path folder) throws IOException {
    // Given a report with pictures
    List<Plot> plots = Plots.of(portraits());
    // When its page is written
    new ReportFolder(folder).write(REPORT, plots);
    // Then every reference in it is to the page itself or carries its data along
    String page = Files.readString(folder.resolve("report.html"));
    Matcher reference = REFERENCE.matcher(page.replaceAll("base64,[^\"]*", "base64,"));
    List<String> found = new ArrayList<>();
    while (reference.find()) {
      String target = reference.group(1) == null ? reference.group(2) : reference.group(1);
      found.add(target == null ? reference.group() : target);
    }
    assertThat(found).isNotEmpty().allMatch(to -> to.startsWith("#") || to.startsWith("data:"));
  }

  @Test
  void idsOfPicturesDoNotMeetOnOnePage() {
    List<String> ids = new ArrayList<>();
    for (Plot plot : Plots.of(portraits())) {
      Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(plot.svg());
      while (id.find()) {
        ids.add(id.group(1));
      }
    }
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void thePicturesOfTheSameTablesAreTheSame() {
    assertThat(Plots.of(portraits())).isEqualTo(Plots.of(portraits()));
  }

  @Test
  void textIsEscapedWhereItStands(@TempDir Path folder) throws IOException {
    new ReportFolder(folder).write(REPORT, List.of());
    assertThat(folder.resolve("report.html")).content().contains("a note with &lt;brackets&gt;");
    assertThat(folder.resolve("report.md")).content().contains("| <unit> \\| 1 |");
  }

  private static Map<String, Portrait> portraits() {
    Map<String, Portrait> portraits = new LinkedHashMap<>();
    portraits.put("recorded", Portrait.of(table(1)));
    portraits.put("model", Portrait.of(table(2)));
    return portraits;
  }

  private static FlowTable table(int step) {
    Map<Integer, List<Flow>> byHost = new LinkedHashMap<>();
    for (int host = 1; host <= 3; host++) {
      List<Flow> flows = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        long packets = 1 + ((long) i * step * host) % 7;
        int durationMs = packets == 1 ? 0 : 40 * i;
        flows.add(
            new Flow(
                (long) i * step * 100,
                durationMs,
                host,
                100 + i % 9,
                1_024 + i,
                443,
                6,
                16,
                0,
                0,
                packets,
                packets * (50 + i),
                "background"));
      }
      byHost.put(host, flows);
    }
    return new FlowTable("small", 0, 1, byHost);
  }
}
