package io.flowstan.trainer.compare;

import io.flowstan.cli.ExitCode;
import io.flowstan.cli.FlowstanCommand;
import io.flowstan.cli.OutputOptions;
import io.flowstan.cli.UsageException;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.compare.Duel.Standing;
import io.flowstan.trainer.report.Numbers;
import io.flowstan.trainer.report.Report;
import io.flowstan.trainer.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code flowstan compare}: whether one evaluated model beats another beyond the noise. */
@Command(
    name = "compare",
    description = "Tells whether the model of one report beats that of another.",
    footer = {
      "",
      "Exit code 0: A is nearer to the ideal in at least one headline figure and farther in none,"
          + " each time beyond the noise; 1: it is not. The noise is two standard errors of the"
          + " difference: by the bootstrap over hosts or by the draws, whichever is larger."
    })
public final class CompareCommand implements FlowstanCommand {
  @Parameters(index = "0", paramLabel = "A.json", description = "Report of the challenger.")
  private Path a = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", description = "Report of what it has to beat.")
  private Path b = Path.of("");

  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws IOException {
    Report ofA = ReportJson.read(a);
    Report ofB = ReportJson.read(b);
    requireSameGround(ofA, ofB);
    Duel duel = Duel.of(ofA, ofB);
    print(duel, output.people());
    output.json(
        new Summary(
            duel.isWon(),
            duel.titles(Standing.BETTER).size(),
            duel.titles(Standing.LEVEL).size(),
            duel.titles(Standing.WORSE).size(),
            duel.rounds()));
    return duel.isWon() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Figures of other recorded hosts, or of another number of hosts, say nothing of each other. */
  private void requireSameGround(Report ofA, Report ofB) {
    requireSame("recorded tables and hosts", recorded(ofA), recorded(ofB));
    requireSame("hosts a side", ofA.setting().hosts(), ofB.setting().hosts());
  }

  private void requireSame(String what, Object ofA, Object ofB) {
    if (!ofA.equals(ofB)) {
      throw new UsageException(
          "%s and %s have different %s (%s, %s): expected reports of the same comparison"
              .formatted(a, b, what, ofA, ofB));
    }
  }

  /** Digests of the recorded table and of its list of hosts, which stand first. */
  private static List<String> recorded(Report report) {
    return report.files().stream().limit(2).map(DataFile::sha256).toList();
  }

  private static void print(Duel duel, PrintWriter people) {
    row(people, "headline figure", "A", "B", "noise", "A is");
    for (Duel.Round round : duel.rounds()) {
      row(
          people,
          round.title(),
          text(round.a()),
          text(round.b()),
          Numbers.text(round.noise()),
          round.standing().toString());
    }
    people.println();
    List<String> worse = duel.titles(Standing.WORSE);
    if (duel.isWon()) {
      people.println(
          "A beats B: better in " + duel.titles(Standing.BETTER).size() + ", worse in none.");
    } else if (worse.isEmpty()) {
      people.println("A does not beat B: better in none beyond the noise; missing: at least one.");
    } else {
      people.println("A does not beat B: worse beyond the noise in " + String.join("; ", worse));
    }
    people.flush();
  }

  private static void row(
      PrintWriter people, String title, String ofA, String ofB, String noise, String standing) {
    people.println(
        String.format(Locale.ROOT, "%-56s %10s %10s %10s  %s", title, ofA, ofB, noise, standing));
  }

  private static String text(@Nullable Double value) {
    return value == null ? "-" : Numbers.text(value);
  }

  /**
   * The last line of {@code compare --json}.
   *
   * @param better number of headline figures in which A is better, and so on
   */
  private record Summary(boolean won, int better, int level, int worse, List<Duel.Round> figures) {}
}
