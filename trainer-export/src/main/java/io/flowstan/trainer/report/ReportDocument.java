package io.flowstan.trainer.report;

import io.flowstan.flow.FlowRule;
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
    document.blocks.addAll(new FigurePanel(report).headlines());
    document.blocks.add(new Pictures());
    document.blocks.addAll(new FigurePanel(report).all());
    document.likelihood();
    if (!report.tasks().isEmpty()) {
      document.blocks.addAll(TaskPanel.of(report));
    }
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
    document.blocks.addAll(new FigurePanel(report).headlines());
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
        "Every figure compares %d hosts with %d recorded hosts. A value is the mean over the draws"
            + " ± its standard error by a bootstrap over the hosts of both sides (%d rounds), beside"
            + " it, of floor and judged, the smallest and the largest draw. Within is what lies no"
            + " farther from the ideal than max(bar, %.2f x the floor); the rest is beyond. Where the"
            + " ideal is 0 or less, no value below 0 is beyond. The floor is recorded training hosts"
            + " in place of the contender.",
        report.setting().hosts(),
        report.setting().hosts(),
        report.setting().rounds(),
        report.setting().floorFactor());
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

  private void likelihood() {
    if (!report.likelihood().isEmpty()) {
      blocks.addAll(LikelihoodPanel.of(report.likelihood()));
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
    report.facts().keySet().forEach(key -> header.add(report.title(key)));
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
