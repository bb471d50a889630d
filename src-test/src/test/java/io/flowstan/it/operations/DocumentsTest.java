package io.flowstan.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.cli.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents point to what is there and name commands and options that exist. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern COMMAND = Pattern.compile("(?m)^ *\\./flowstan +([a-z]+)(.*)$");
  private static final Pattern OPTION = Pattern.compile("(?<!\\S)(--[a-z-]+)");
  private static final Set<String> COMMANDS = subcommands();

  static Stream<String> documents() throws IOException {
    try (Stream<Path> files = Files.walk(RepositoryFiles.ROOT)) {
      return files
          .map(file -> RepositoryFiles.ROOT.relativize(file).toString())
          .filter(file -> file.endsWith(".md"))
          .filter(file -> !file.contains("node_modules") && !file.contains("target/"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkResolves(String document) {
    for (Matcher link = LINK.matcher(RepositoryFiles.text(document)); link.find(); ) {
      String target = link.group(1);
      if (!target.matches("[a-z]+:.*")) {
        String[] fileAndAnchor = target.split("#", 2);
        Path folder = Path.of(document).resolveSibling("");
        Path file =
            fileAndAnchor[0].isEmpty() ? Path.of(document) : folder.resolve(fileAndAnchor[0]);
        assertThat(RepositoryFiles.ROOT.resolve(file)).as("%s: %s", document, target).exists();
        if (fileAndAnchor.length == 2) {
          assertThat(anchors(file.toString()))
              .as("%s: %s", document, target)
              .contains(fileAndAnchor[1]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandAndItsOptionsExist(String document) {
    for (Matcher command = COMMAND.matcher(RepositoryFiles.text(document)); command.find(); ) {
      String name = command.group(1);
      assertThat(COMMANDS).as("%s: %s", document, command.group()).contains(name);
      String help = help(name);
      for (Matcher option = OPTION.matcher(command.group(2)); option.find(); ) {
        assertThat(help).as("%s: %s", document, command.group()).contains(option.group(1));
      }
    }
  }

  private static Set<String> subcommands() {
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("(?m)^  ([a-z]+)  +\\S").matcher(help());
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  /** What {@code ./flowstan ... --help} prints. */
  private static String help(String... command) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--help");
    Program.fromClassPath(out, out).execute(arguments.toArray(String[]::new));
    out.flush();
    return text.toString();
  }

  /** The anchors of a document's headings, as the common renderers make them. */
  private static Set<String> anchors(String document) {
    Set<String> anchors = new TreeSet<>();
    for (Matcher heading = HEADING.matcher(RepositoryFiles.text(document)); heading.find(); ) {
      anchors.add(
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\w\\s-]", "")
              .replaceAll("\\s", "-"));
    }
    return anchors;
  }
}
