package io.flowstan.trainer.report;

import io.flowstan.flow.FlowRule;
import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Heading;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Pictures;
import io.flowstan.trainer.report.Block.Points;
import io.flowstan.trainer.report.Block.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The report for people, as blocks. */
final class ReportDocument {
  private final List<Block> blocks = new ArrayList<>();
  private final Report report;

  private ReportDocument(Report report) {
    this.report = report;
  }

  /** The whole report. */
  static List<Block> of(Report report) {
    ReportDocument document = new ReportDocument(report);
    document.header();
    document.verdicts();
    document.figures("Headline figures", report.headlines());
    document.blocks.add(new Pictures());
    document.panels();
    document.likelihood();
    document.tasks();
    document.privacy();
    document.facts();
    document.footer();
    return document.blocks;
  }

  /** What a terminal shows of it. */
  static List<Block> summary(Report report) {
    ReportDocument document = new ReportDocument(report);
    document.header();
    document.verdicts();
    document.figures("Headline figures", report.headlines());
    document.likelihood();
    document.privacy();
    document.notes();
    return document.blocks;
  }

  private void header() {
    heading(1, "Evaluation");
    report
        .data()
        .forEach(
            (role, data) ->
                paragraph(
                    "%s: %,d flows of %d hosts; %.4f %% of the flows keep all hard rules%s.",
                    role,
                    data.flows(),
                    data.hosts(),
                    100 * data.rulesPassed(),
                    leftOut(data.leftOut())));
    paragraph(
        "Every figure compares %d hosts with %d recorded hosts. A value is the mean over the draws,"
            + " beside it the smallest and the largest. Within is what lies no farther from the"
            + " ideal than max(bar, %.2f x the floor); the rest is beyond. Where the ideal is 0 or"
            + " less, no value below 0 is beyond. The floor is recorded training hosts in place of"
            + " the contender.",
        report.setting().hosts(), report.setting().hosts(), report.setting().floorFactor());
  }

  private static String leftOut(Map<FlowRule, Long> flows) {
    return flows.isEmpty()
        ? ""
        : flows.entrySet().stream()
            .map(rule -> "%d of \"%s\"".formatted(rule.getValue(), rule.getKey().meaning()))
            .collect(Collectors.joining(", ", "; left out are those that break it, ", ""));
  }

  private void verdicts() {
    heading(2, "Verdicts");
    List<List<Cell>> rows = new ArrayList<>();
    List<FigureResult> headlines = report.headlines();
    for (Contestant contender : report.contenders()) {
      rows.add(
          cells(
              contender.title(),
              Integer.toString(contender.draws()),
              String.format(Locale.ROOT, "%,.0f", contender.flows()),
              outOf(headlines, contender.key()),
              outOf(report.figures(), contender.key())));
    }
    table(List.of("", "draws", "flows a draw", "headline figures within", "figures within"), rows);
  }

  private static String outOf(List<FigureResult> figures, String contender) {
    return Report.within(figures, contender) + " of " + Report.present(figures, contender);
  }

  private void panels() {
    Set<String> metrics = new LinkedHashSet<>();
    report.figures().forEach(figure -> metrics.add(figure.metric()));
    heading(2, "All figures");
    for (String metric : metrics) {
      figures(
          metric,
          report.figures().stream().filter(figure -> figure.metric().equals(metric)).toList());
    }
  }

  private void figures(String title, List<FigureResult> figures) {
    heading(3, title);
    List<String> header = new ArrayList<>(List.of("figure", "unit", "ideal", "limit"));
    report.contenders().forEach(contender -> header.add(contender.title()));
    List<List<Cell>> rows = new ArrayList<>();
    for (FigureResult figure : figures) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(figure.title()));
      row.add(Cell.of(figure.unit()));
      String orLess = figure.faulty() == Figure.Side.ABOVE ? " or less" : "";
      row.add(Cell.of(Numbers.text(figure.ideal()) + orLess));
      row.add(Cell.of(Numbers.text(figure.limit())));
      for (Contestant contender : report.contenders()) {
        row.add(cell(figure.of(contender.key()), contender.role()));
      }
      rows.add(row);
    }
    table(header, rows);
  }

  private static Cell cell(
      @org.jspecify.annotations.Nullable Outcome outcome, Contestant.Role role) {
    if (outcome == null
        || outcome.mean() == null
        || outcome.min() == null
        || outcome.max() == null) {
      return Cell.of("-");
    }
    String range =
        outcome.values().size() > 1
            ? Numbers.text(outcome.min()) + " to " + Numbers.text(outcome.max())
            : "";
    return new Cell(
        Numbers.text(outcome.mean()),
        range,
        role == Contestant.Role.FLOOR ? Verdict.ABSENT : outcome.verdict());
  }

  private void likelihood() {
    if (report.likelihood().isEmpty()) {
      return;
    }
    heading(2, "Negative log-likelihood of the recorded flows, nats a flow");
    paragraph(
        "Lower is better. In brackets the 5 %% and 95 %% points of a bootstrap by host. Saved is"
            + " what the model saves against the contender; above 0 the model wins. The model tells"
            + " more than the baselines and pays for it: which of the host's last 64 peers it is,"
            + " not only the first octet.");
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(report.likelihood().get(0).groups().keySet());
    header.addAll(List.of("sum", "saved"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Likelihood of : report.likelihood()) {
      List<String> row = new ArrayList<>(List.of(of.contender()));
      for (String group : report.likelihood().get(0).groups().keySet()) {
        Double nats = of.groups().get(group);
        row.add(nats == null ? "-" : String.format(Locale.ROOT, "%.3f", nats));
      }
      row.add(of.sum() == null ? "-" : of.sum().toString());
      row.add(of.saved().toString());
      rows.add(cells(row.toArray(String[]::new)));
    }
    table(header, rows);
    exact();
  }

  private void exact() {
    List<Likelihood> exact = report.likelihood().stream().filter(of -> of.exact() != null).toList();
    paragraph(
        "In the model's own attributes, label included. Without peer and first octet leaves out"
            + " that a reply, once told, fixes direction, protocol and ports: there copies look"
            + " cheaper than they are.");
    List<String> header = new ArrayList<>(List.of("", "all", "saved", "without peer", "saved"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Likelihood of : exact) {
      Likelihood.Exact nats = of.exact();
      if (nats != null) {
        if (rows.isEmpty()) {
          header.addAll(nats.byAttribute().keySet());
        }
        List<String> row =
            new ArrayList<>(
                List.of(
                    of.contender(),
                    nats.all().toString(),
                    nats.modelGains().toString(),
                    nats.withoutPeer().toString(),
                    nats.modelGainsWithoutPeer().toString()));
        nats.byAttribute()
            .values()
            .forEach(value -> row.add(String.format(Locale.ROOT, "%.3f", value)));
        rows.add(cells(row.toArray(String[]::new)));
      }
    }
    table(header, rows);
  }

  private void tasks() {
    if (report.tasks().isEmpty()) {
      return;
    }
    heading(2, "Tasks: learned from synthetic flows, tested on recorded ones");
    paragraph(
        "Kept is the share of what recorded training flows teach, beyond no learning, that the"
            + " contender's flows teach too.");
    List<List<Cell>> rows = new ArrayList<>();
    for (TaskResult task : report.tasks()) {
      rows.add(
          cells(
              task.title(),
              title(task.contender()),
              task.unit() + (task.higherIsBetter() ? ", higher is better" : ", lower is better"),
              Numbers.text(task.real()),
              Numbers.text(task.synthetic()),
              Numbers.text(task.naive()),
              task.kept() == null ? "-" : Numbers.text(task.kept())));
    }
    table(
        List.of("task", "learned from", "score", "real", "synthetic", "no learning", "kept"), rows);
    replacement();
  }

  private void replacement() {
    List<List<Cell>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("task", "learned from"));
    for (TaskResult task : report.tasks()) {
      if (!task.replacement().isEmpty()) {
        List<String> row = new ArrayList<>(List.of(task.title(), title(task.contender())));
        for (TaskResult.Replacement point : task.replacement()) {
          if (rows.isEmpty()) {
            header.add(String.format(Locale.ROOT, "%.0f %%", 100 * point.syntheticShare()));
          }
          row.add(Numbers.text(point.score()));
        }
        rows.add(cells(row.toArray(String[]::new)));
      }
    }
    if (!rows.isEmpty()) {
      paragraph("The score where so many of the rows learned from are synthetic, the rest real:");
      table(header, rows);
    }
  }

  private void privacy() {
    heading(2, "Privacy: whose flows were trained on");
    Privacy privacy = report.privacy();
    if (privacy == null) {
      paragraph("Not measured: no --shadows.");
      return;
    }
    blocks.addAll(PrivacyPanel.of(privacy));
  }

  private void facts() {
    heading(2, "Facts");
    paragraph("What each says of itself, without a comparison; mean over the draws.");
    Set<String> keys = new LinkedHashSet<>();
    report.facts().values().forEach(facts -> keys.addAll(facts.keySet()));
    List<String> header = new ArrayList<>(List.of("fact"));
    report.facts().keySet().forEach(key -> header.add(title(key)));
    List<List<Cell>> rows = new ArrayList<>();
    for (String key : keys) {
      List<String> row = new ArrayList<>(List.of(key));
      for (Map<String, Double> facts : report.facts().values()) {
        Double value = facts.get(key);
        row.add(value == null ? "-" : Numbers.text(value));
      }
      rows.add(cells(row.toArray(String[]::new)));
    }
    table(header, rows);
  }

  private String title(String key) {
    return report.contenders().stream()
        .filter(contender -> contender.key().equals(key))
        .map(Contestant::title)
        .findFirst()
        .orElse(key);
  }

  private void footer() {
    notes();
    heading(2, "Time");
    List<List<Cell>> rows = new ArrayList<>();
    report
        .seconds()
        .forEach((what, time) -> rows.add(cells(what, String.format(Locale.ROOT, "%.1f", time))));
    table(List.of("what", "seconds, all draws and threads"), rows);
    heading(2, "Provenance");
    List<String> items = new ArrayList<>();
    items.add("command: flowstan " + report.command());
    items.add("program: " + report.program() + ", Java " + report.java());
    report.bundles().forEach((role, digest) -> items.add(role + ": manifest sha256 " + digest));
    report.files().forEach(file -> items.add(file.name() + ": sha256 " + file.sha256()));
    blocks.add(new Points(items));
  }

  private void notes() {
    if (!report.notes().isEmpty()) {
      heading(2, "Notes");
      blocks.add(new Points(report.notes()));
    }
  }

  private void heading(int level, String text) {
    blocks.add(new Heading(level, text));
  }

  private void paragraph(String format, Object... arguments) {
    blocks.add(new Paragraph(String.format(Locale.ROOT, format, arguments)));
  }

  private void table(List<String> header, List<List<Cell>> rows) {
    blocks.add(new Table(header, rows));
  }

  private static List<Cell> cells(String... texts) {
    return java.util.Arrays.stream(texts).map(Cell::of).toList();
  }
}
