package io.flowstan.it.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowstan.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code report.html} of a small evaluation of the shipped model, in a browser. */
class ReportPageIT {
  private static final int PHONE = 360;
  private static final int SCREEN = 1_280;

  @TempDir private static Path folder;
  private static Path page = Path.of("");

  /** By width what was seen; a page is shown once at each. */
  private static final Map<Integer, Browser.Seen> SEEN = new HashMap<>();

  @BeforeAll
  static void evaluateOnce() {
    // Given the model's own flows as recorded ones: what the report says does not matter here
    sample("train", "4", "1");
    sample("real", "2", "2");
    run(
        "evaluate",
        "--real",
        path("real.csv"),
        "--hosts",
        path("real.hosts"),
        "--train",
        path("train.csv"),
        "--train-hosts",
        path("train.hosts"),
        "--draws",
        "1",
        "--baselines",
        "none",
        "--report",
        path("report"));
    page = folder.resolve("report").resolve("report.html");
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, SCREEN})
  void thePageLoadsNothingAndLeavesNoErrors(int width) throws Exception {
    Browser.Seen seen = onPage(width);

    assertThat(seen.console()).isEmpty();
    assertThat(seen.texts("loaded")).allMatch(address -> address.startsWith("data:"));
  }

  @Test
  void everySectionOfTheTextIsOnThePage() throws Exception {
    List<String> sections = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("report").resolve("report.md"))) {
      if (line.startsWith("#")) {
        sections.add(line.replaceFirst("^#+ ", ""));
      }
    }
    assertThat(sections)
        .contains("Verdicts", "Headline figures", "All figures", "Provenance")
        .anyMatch(title -> title.startsWith("Tasks"))
        .anyMatch(title -> title.startsWith("Negative log-likelihood"));

    Browser.Seen seen = onPage(SCREEN);

    assertThat(seen.texts("headings")).containsAll(sections).contains("Pictures");
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, SCREEN})
  void everyPictureIsThereAndFitsTheScreen(int width) throws Exception {
    Browser.Seen seen = onPage(width);

    assertThat(seen.texts("captions")).hasSize(12);
    assertThat(seen.found().path("pictures"))
        .hasSize(12)
        .allSatisfy(
            box -> {
              assertThat(box.path(0).asDouble()).isNotNegative();
              assertThat(box.path(1).asDouble()).isLessThanOrEqualTo(width);
              assertThat(box.path(2).asDouble()).isGreaterThan(300);
              assertThat(box.path(3).asDouble()).isGreaterThan(150);
            });
  }

  @Test
  void onAPhoneOnlyTablesScrollSideways() throws Exception {
    JsonNode found = onPage(PHONE).found();

    assertThat(found.path("tables").asInt()).isGreaterThan(10);
    assertThat(found.path("width").asInt()).isLessThanOrEqualTo(PHONE);
  }

  @Test
  void aPageThatAsksForMoreIsFoundOut() throws Exception {
    // Given the page with a picture from elsewhere and a script that fails
    String text = Files.readString(page);
    Path other = folder.resolve("other.html");
    String more = "<img src=\"http://127.0.0.1:9/a.png\"><script>nothing.at.all</script></body>";
    Files.writeString(
        other, text.replace("</body>", more).replaceFirst("<meta http-equiv=[^>]*>", ""));

    Browser.Seen seen = new Browser(folder).show(other, SCREEN);

    assertThat(seen.texts("loaded")).contains("http://127.0.0.1:9/a.png");
    assertThat(seen.console()).anyMatch(line -> line.contains("nothing is not defined"));
  }

  private static Browser.Seen onPage(int width) throws IOException, InterruptedException {
    Browser.Seen seen = SEEN.get(width);
    if (seen == null) {
      seen = new Browser(folder).show(page, width);
      SEEN.put(width, seen);
    }
    return seen;
  }

  private static void sample(String name, String hosts, String seed) {
    run(
        "sample",
        "--hosts",
        hosts,
        "--duration",
        "6h",
        "--seed",
        seed,
        "--out",
        path(name + ".csv"));
  }

  private static void run(String... arguments) {
    StringWriter err = new StringWriter();
    int code =
        Program.fromClassPath(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
            .execute(arguments);
    assertThat(code).as(err.toString()).isZero();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
