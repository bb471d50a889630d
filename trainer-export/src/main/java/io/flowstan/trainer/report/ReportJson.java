package io.flowstan.trainer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowstan.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A report as JSON. */
public final class ReportJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private ReportJson() {}

  /** The JSON text of {@code report}. */
  public static String write(Report report) {
    try {
      return JSON.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("report that JSON cannot hold", e);
    }
  }

  /** Reads a {@code report.json}. */
  public static Report read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Report.class);
    } catch (NoSuchFileException e) {
      throw new UsageException(
          file + ": not found; expected a report.json that flowstan evaluate wrote");
    } catch (JsonProcessingException e) {
      throw new UsageException(
          file
              + ": no report of this version: "
              + e.getOriginalMessage()
              + "; expected a report.json that flowstan evaluate wrote");
    }
  }
}
