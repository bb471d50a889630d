package io.flowstan.trainer.evaluate;

import io.flowstan.codec.Head;
import io.flowstan.trainer.evaluate.StreamFacts.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report for people: {@code report.md}. */
final class ReportText {
  private final StringBuilder text = new StringBuilder();
  private final EvaluationReport report;

  private ReportText(EvaluationReport report) {
    this.report = report;
  }

  static String of(EvaluationReport report) {
    ReportText writer = new ReportText(report);
    writer.header();
    writer.likelihood();
    writer.streams();
    writer.footer();
    return writer.text.toString();
  }

  private void header() {
    line("# Evaluation");
    line("");
    Recording.Counts real = report.real();
    line(
        "%,d recorded flows of %d hosts; %.4f %% of the flows keep all hard rules, the others are"
            + " left out for every contender alike %s.",
        real.flows(), real.hosts(), 100 * real.rulesPassed(), real.leftOut());
    line("");
  }

  private void likelihood() {
    line("## Negative log-likelihood, nats a flow");
    line("");
    line(
        "Lower is better. In brackets the 5 %% and 95 %% points of a bootstrap by host. *Saved* is"
            + " what the model saves against the contender; above 0 the model wins.");
    line("");
    line("| | all attributes | saved | without peer and first octet | saved |");
    line("|---|---|---|---|---|");
    report
        .likelihood()
        .forEach(
            (contender, of) ->
                line(
                    "| %s | %s | %s | %s | %s |",
                    contender.title(),
                    of.all(),
                    contender == Contender.MODEL ? "" : of.modelGains(),
                    of.withoutPeer(),
                    contender == Contender.MODEL ? "" : of.modelGainsWithoutPeer()));
    line("");
    line(
        "*All attributes* is the fair column: with memory the peer is told exactly where it is a"
            + " recent one, without memory only its first octet, so the models with memory pay for"
            + " more. *Without peer and first octet* leaves out that a reply, once told, fixes"
            + " direction, protocol and ports: there copies look cheaper than they are.");
    line("");
    List<Contender> contenders = List.copyOf(report.likelihood().keySet());
    line("| attribute | %s |", String.join(" | ", titles(contenders)));
    line("|---|%s", "---|".repeat(contenders.size()));
    for (Head head : Head.values()) {
      StringBuilder row = new StringBuilder("| " + head.title() + " |");
      for (Likelihood of : report.likelihood().values()) {
        row.append(
            String.format(Locale.ROOT, " %.3f |", of.byAttribute().getOrDefault(head.title(), 0.)));
      }
      line("%s", row);
    }
    line("");
  }

  private static List<String> titles(List<Contender> contenders) {
    return contenders.stream().map(Contender::title).toList();
  }

  private void streams() {
    line("## Free running, a day");
    line("");
    line("The generated hosts are new ones, drawn from the bundle's distribution of profiles.");
    line("");
    line("| | %s |", String.join(" | ", report.streams().keySet()));
    line("|---|%s", "---|".repeat(report.streams().size()));
    count("hosts", s -> (long) s.hosts());
    count("flows", Shares::flows);
    count("flows a host", Shares::flowsPerHost);
    share("in the second of the one before", Shares::sameSecond);
    share("duration 0", Shares::instant);
    share("one packet", Shares::singlePacket);
    share("peer among the last 8", Shares::peerInLast8);
    share("peer among the last 64", Shares::peerInLast64);
    share("peer never seen", Shares::newPeer);
    share("reply to one of the last 8", Shares::reply);
    share("TCP", Shares::tcp);
    share("UDP", Shares::udp);
    share("ICMP", Shares::icmp);
    count("flows a host, first 3 h", Shares::firstThreeHours);
    count("flows a host, last 3 h", Shares::lastThreeHours);
    line("");
  }

  private void footer() {
    if (!report.notes().isEmpty()) {
      line("## Notes");
      line("");
      report.notes().forEach(note -> line("- %s", note));
      line("");
    }
    line("## Provenance");
    line("");
    line("- command: `flowstan %s`", report.command());
    line("- program: %s, Java %s", report.program(), report.java());
    report.bundles().forEach((role, digest) -> line("- %s: manifest sha256 `%s`", role, digest));
    report.files().forEach(file -> line("- %s: sha256 `%s`", file.name(), file.sha256()));
  }

  private void count(String title, Function<Shares, Long> value) {
    row(title, shares -> String.format(Locale.ROOT, "%,d", value.apply(shares)));
  }

  private void share(String title, Function<Shares, Double> value) {
    row(title, shares -> String.format(Locale.ROOT, "%.3f", value.apply(shares)));
  }

  private void row(String title, Function<Shares, String> value) {
    List<String> cells = new ArrayList<>();
    report.streams().values().forEach(shares -> cells.add(value.apply(shares)));
    line("| %s | %s |", title, String.join(" | ", cells));
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
