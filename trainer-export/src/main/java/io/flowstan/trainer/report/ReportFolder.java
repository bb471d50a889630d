package io.flowstan.trainer.report;

import io.flowstan.cli.UsageException;
import io.flowstan.io.AtomicFile;
import io.flowstan.trainer.report.plot.Plot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of a report: {@code report.json} for programs, {@code report.md} as text, {@code
 * report.html} with pictures.
 */
public record ReportFolder(Path folder) {

  /** Refuses a folder that cannot be one, before the long work. */
  public static ReportFolder check(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("--report " + folder + ": is a file; expected a folder or none");
    }
    return new ReportFolder(folder);
  }

  /** Writes the three files. */
  public void write(Report report, List<Plot> plots) throws IOException {
    List<Block> blocks = ReportDocument.of(report);
    write("report.json", ReportJson.write(report));
    write("report.md", MarkdownText.of(blocks));
    write("report.html", HtmlPage.of("Evaluation", blocks, plots));
  }

  private void write(String name, String content) throws IOException {
    try (AtomicFile file = AtomicFile.open(folder.resolve(name))) {
      file.out().write(content.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }
}
