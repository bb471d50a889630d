package io.flowstan.it.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A headless Chromium that shows one page in a frame as wide as a screen of some kind, and is asked
 * what came of it. Its profile and its files are in a folder of its own.
 */
final class Browser {
  private static final String PROGRAM = "chromium";
  private static final int AT_MOST_SECONDS = 120;
  private static final Pattern CONSOLE = Pattern.compile("CONSOLE[:(].*");
  private static final Pattern FOUND = Pattern.compile("(?s)<pre id=\"found\">(.*?)</pre>");

  /** Asks the framed page; the browser is told to let it. */
  private static final String PROBE =
      """
      <!DOCTYPE html>
      <html><body><pre id="found"></pre>
      <iframe id="page" src="%s" width="%d" height="800" style="border: 0"></iframe>
      <script>
        const frame = document.getElementById('page');
        frame.addEventListener('load', () => {
          const page = frame.contentDocument;
          const texts = selector => [...page.querySelectorAll(selector)].map(e => e.textContent);
          const boxes = [...page.querySelectorAll('figure svg')].map(e => e.getBoundingClientRect());
          document.getElementById('found').textContent = JSON.stringify({
            width: page.documentElement.scrollWidth,
            headings: texts('h1, h2, h3'),
            captions: texts('figcaption'),
            tables: page.querySelectorAll('table').length,
            pictures: boxes.map(box => [box.left, box.right, box.width, box.height]),
            loaded: frame.contentWindow.performance.getEntriesByType('resource').map(e => e.name)
          });
        });
      </script></body></html>
      """;

  private final Path folder;

  /**
   * A browser with its files in {@code folder}; skips the calling test where no Chromium is on the
   * machine, except in CI.
   */
  Browser(Path folder) {
    assumeTrue(
        "true".equals(System.getenv("CI")) || isOnPath(), PROGRAM + " is not installed here");
    this.folder = folder;
  }

  /**
   * What a page is in the browser.
   *
   * @param found what the probe says of it
   * @param console lines that the page left on the console, errors among them
   */
  record Seen(JsonNode found, List<String> console) {
    List<String> texts(String name) {
      List<String> texts = new ArrayList<>();
      found.path(name).forEach(text -> texts.add(text.asText()));
      return texts;
    }
  }

  /** Shows {@code page} in a frame of {@code width} CSS pixels. */
  Seen show(Path page, int width) throws IOException, InterruptedException {
    Path probe =
        Files.writeString(folder.resolve("probe.html"), PROBE.formatted(page.toUri(), width));
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("chromium.log");
    run(
        dom,
        log,
        "--allow-file-access-from-files",
        "--enable-logging=stderr",
        "--dump-dom",
        probe.toUri().toString());
    List<String> console = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher message = CONSOLE.matcher(line);
      if (message.find()) {
        console.add(message.group());
      }
    }
    Matcher found = FOUND.matcher(Files.readString(dom));
    assertThat(found.find()).as("the probe's answer in %s", dom).isTrue();
    String answer = found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    assertThat(answer).as("%s was shown, see %s", page, log).isNotEmpty();
    return new Seen(new ObjectMapper().readTree(answer), console);
  }

  private void run(Path out, Path log, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(AT_MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("%s did not end within %d s, see %s", PROGRAM, AT_MOST_SECONDS, log);
    }
    assertThat(process.exitValue()).as("%s: %s", PROGRAM, Files.readString(log)).isZero();
  }

  private static boolean isOnPath() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, PROGRAM))) {
        return true;
      }
    }
    return false;
  }
}
