package io.flowstan.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code check} on a thousand configurations that are wrong in some way: messages, nothing else.
 */
class MalformedConfigurationsTest {
  private static final long SEED = Long.getLong("flowstan.seed", 1);
  private static final int CONFIGURATIONS = 1_000;
  private static final List<String> VALUES =
      List.of(
          "",
          "null",
          "~",
          "-1",
          "0",
          "1e999",
          "NaN",
          "99999999999999999999",
          "2147483647",
          "true",
          "yes",
          "[]",
          "{}",
          "[a, [b, [c]]]",
          "{a: {b: c}}",
          "\"\\u0000\"",
          "''",
          "'unclosed",
          "*nobody",
          "&me [*me]",
          "!!javax.script.ScriptEngineManager [a]",
          "!!binary aGVsbG8=",
          "!<tag:x> y",
          "|\n    text\n  less",
          "?",
          "@at",
          "`tick",
          "%percent",
          "10.0.0.0/8/8",
          "10.0.0.0/-1",
          "256.0.0.1",
          "P1000000000D",
          "9999999999999d",
          "1s1s",
          "2016-13-45",
          "+1000000000-01-01T00:00:00Z",
          "ramp 1",
          "ramp 1 2 3 4 5",
          "burst -1 -1 0s 0s",
          "schedule",
          "speed",
          "http://",
          "://",
          "/dev/null",
          "/proc/self/mem",
          "../../../etc/shadow",
          "\u0001",
          "\ud83d\ude00",
          "x".repeat(5_000));

  @TempDir private Path folder;

  @Test
  void eachIsAnsweredWithMessagesAndAnExitCode() throws IOException {
    // Given the examples, changed
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> examples =
        List.of(
            Files.readString(Path.of("../examples/service.yaml")),
            Files.readString(Path.of("../examples/campus.yaml")));
    Map<Integer, Integer> exitCodes = new TreeMap<>();
    long began = System.nanoTime();

    for (int i = 0; i < CONFIGURATIONS; i++) {
      byte[] text = malformed(examples.get(random.nextInt(examples.size())), random);
      Path file = Files.write(folder.resolve("service.yaml"), text);

      // When
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exitCode =
          Program.of(
                  List.of(new CheckCommand()),
                  new PrintWriter(out, true),
                  new PrintWriter(err, true))
              .execute("check", "--config", file.toString());

      // Then
      exitCodes.merge(exitCode, 1, Integer::sum);
      String said = out + err.toString();
      String about = "number " + i + ": " + new String(text, StandardCharsets.UTF_8);
      assertThat(exitCode).as(about).isBetween(0, 2);
      assertThat(said).as(about).isNotBlank().doesNotContain("\tat ", "Exception", "java.");
      assertThat(said.lines().count()).as(about).isLessThan(300);
      if (exitCode != 0) {
        assertThat(out.toString()).as(about).containsPattern("(?m)^[0-9]+ problems?$");
        assertThat(said).as(about).doesNotContain("would run");
      }
    }

    System.out.println(
        "exit codes of " + CONFIGURATIONS + " malformed configurations: " + exitCodes);
    assertThat(exitCodes.get(2)).isGreaterThan(CONFIGURATIONS / 2);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(2));
  }

  private static byte[] malformed(String example, SplittableRandom random) {
    List<String> lines = new ArrayList<>(Arrays.asList(example.split("\n")));
    lines.removeIf(line -> line.isBlank() || line.strip().startsWith("#"));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      int colon = line.indexOf(':');
      switch (random.nextInt(9)) {
        case 0 -> lines.set(at, line.replaceFirst("[a-z]", "q"));
        case 1, 2, 3 -> {
          if (colon > 0 && !line.contains(" host:")) { // names are not to be looked up
            String value = VALUES.get(random.nextInt(VALUES.size()));
            lines.set(at, line.substring(0, colon + 1) + " " + value);
          }
        }
        case 4 -> lines.add(at, line);
        case 5 -> lines.set(at, " ".repeat(random.nextInt(1, 5)) + line);
        case 6 -> lines.add(at, "\t" + line.strip());
        case 7 -> lines.add(random.nextInt(lines.size()), nonsense(random));
        default -> lines.remove(at);
      }
      if (lines.isEmpty()) {
        lines.add("[");
      }
    }
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0) {
      int host = new String(text, StandardCharsets.ISO_8859_1).indexOf(" host:");
      int at = random.nextInt(host < 0 ? text.length : host);
      text[at] = (byte) random.nextInt(256);
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(text, random.nextInt(text.length)) : text;
  }

  private static String nonsense(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> "[".repeat(random.nextInt(1, 2_000));
      case 1 -> "{a: ".repeat(random.nextInt(1, 500));
      case 2 -> "a: &a [x,x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: &d [*c,*c,*c]\ne: [*d,*d]";
      case 3 -> "---\nother: document";
      case 4 -> "<<: {merged: yes}";
      case 5 -> "? [complex, key]\n: value";
      case 6 -> "unknown" + random.nextInt() + ": {deep: {deeper: [1, 2]}}";
      default -> "pacing: {speed: 1, rate: 2, max: true}";
    };
  }
}
