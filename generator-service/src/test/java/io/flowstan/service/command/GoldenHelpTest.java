package io.flowstan.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.cli.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help texts of this module's commands, beside stored ones. */
class GoldenHelpTest {
  @ParameterizedTest
  @ValueSource(strings = {"bench", "check", "replay"})
  void theHelpIsTheStoredOne(String command) throws IOException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);

    Program.fromClassPath(out, out).execute(command, "--help");

    String name = "help-" + command + ".txt";
    try (InputStream in = GoldenHelpTest.class.getResourceAsStream("golden/" + name)) {
      String stored = in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.toString())
          .as(
              "golden text; if the new one is meant, store it as generator-service/src/test/"
                  + "resources/io/flowstan/service/command/golden/%s:%n%s",
              name, text)
          .isEqualTo(stored);
    }
  }
}
