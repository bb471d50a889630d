package io.flowstan.service.bench;

import io.flowstan.service.wire.ProducerTuning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * The broker's own ceiling: Kafka's {@code ProducerPerformance} in this process, with the settings
 * of our producers, sending encoded flows.
 *
 * <p>The tool reads its payload as lines of UTF-8 text, which binary Avro is not. So each byte of a
 * flow loses its highest bit, and a line feed becomes the byte behind it: the records are as long
 * and as varied as flows are, but no consumer could read them. The tool sends without keys.
 */
public final class Ceiling {
  private static final Pattern TOTAL =
      Pattern.compile("(?m)^(\\d+) records sent, ([0-9.,]+) records/sec .* avg latency.*99\\.9th");

  private Ceiling() {}

  /**
   * What the tool reports.
   *
   * @param bestRecordsPerSecond the fastest run
   * @param recordsPerSecond every run, in order
   * @param records records of a run
   * @param recordBytes mean length of a record's value
   */
  public record Report(
      double bestRecordsPerSecond,
      List<Double> recordsPerSecond,
      int records,
      double recordBytes) {}

  /**
   * Runs the tool.
   *
   * @param client the connection, as Kafka's clients take it
   * @param topic an existing topic
   * @param values encoded flows
   * @param records records a run
   */
  public static Report run(
      Map<String, String> client, String topic, List<byte[]> values, int records, int runs)
      throws IOException {
    Path payload = Files.createTempFile("flowstan-payload", ".txt");
    try {
      writeLines(payload, values);
      List<Double> rates = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        rates.add(rate(once(arguments(client, topic, payload, records)), records));
      }
      return new Report(
          rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
          List.copyOf(rates),
          records,
          values.stream().mapToInt(value -> value.length).average().orElseThrow());
    } finally {
      Files.delete(payload);
    }
  }

  private static String[] arguments(
      Map<String, String> client, String topic, Path payload, int records) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--topic", topic));
    arguments.addAll(List.of("--num-records", Integer.toString(records)));
    arguments.addAll(List.of("--throughput", "-1"));
    arguments.addAll(List.of("--payload-file", payload.toString()));
    arguments.add("--command-property");
    ProducerTuning.with(client).forEach((key, value) -> arguments.add(key + "=" + value));
    return arguments.toArray(String[]::new);
  }

  /** Runs the tool, which writes on stdout and ends the process where it fails. */
  private static String once(String[] arguments) throws IOException {
    PrintStream stdout = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Exit.setExitProcedure(
        (status, message) -> {
          throw new IllegalStateException("ProducerPerformance gave up with status " + status);
        });
    try (PrintStream capture = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      ProducerPerformance.main(arguments);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("ProducerPerformance failed: " + e.getMessage(), e);
    } finally {
      System.setOut(stdout);
      Exit.resetExitProcedure();
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static double rate(String said, int records) {
    Matcher total = TOTAL.matcher(said);
    while (total.find()) {
      if (Integer.parseInt(total.group(1)) == records) {
        return Double.parseDouble(total.group(2).replace(',', '.')); // the tool minds the locale
      }
    }
    throw new IllegalStateException(
        String.format(
            Locale.ROOT,
            "ProducerPerformance sent no %d records, or says it in other words than expected: %s",
            records,
            said));
  }

  private static void writeLines(Path file, List<byte[]> values) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(values.size() * 128);
    for (byte[] value : values) {
      for (byte b : value) {
        int low = b & 0x7f;
        lines.write(low == '\n' ? '\n' + 1 : low);
      }
      lines.write('\n');
    }
    Files.write(file, lines.toByteArray());
  }
}
