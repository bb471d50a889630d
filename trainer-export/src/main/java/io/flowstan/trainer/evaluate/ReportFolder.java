package io.flowstan.trainer.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flowstan.cli.UsageException;
import io.flowstan.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a report: {@code report.json} for programs, {@code report.md} for people. */
record ReportFolder(Path folder) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Refuses a folder that cannot be one, before the long work. */
  static ReportFolder check(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("--report " + folder + ": is a file; expected a folder or none");
    }
    return new ReportFolder(folder);
  }

  void write(EvaluationReport report, String text) throws IOException {
    write("report.json", JSON.writeValueAsString(report) + "\n");
    write("report.md", text);
  }

  private void write(String name, String content) throws IOException {
    try (AtomicFile file = AtomicFile.open(folder.resolve(name))) {
      file.out().write(content.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }
}
