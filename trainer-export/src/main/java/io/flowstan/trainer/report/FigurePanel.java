package io.flowstan.trainer.report;

import io.flowstan.trainer.metric.Figure;
import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Heading;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a report says of the figures, as blocks. */
final class FigurePanel {
  private final Report report;

  FigurePanel(Report report) {
    this.report = report;
  }

  /** All figures, metric by metric, with what each metric says of how it measures. */
  List<Block> all() {
    List<Block> blocks = new ArrayList<>();
    Set<String> metrics = new LinkedHashSet<>();
    report.figures().forEach(figure -> metrics.add(figure.metric()));
    blocks.add(new Heading(2, "All figures"));
    for (String metric : metrics) {
      blocks.add(new Heading(3, metric));
      String method = report.methods().get(metric);
      if (method != null) {
        blocks.add(new Paragraph(method));
      }
      blocks.add(
          table(
              report.figures().stream().filter(figure -> figure.metric().equals(metric)).toList()));
    }
    return blocks;
  }

  /** The headlines as documents quote them: narrow, a baseline's title being its key. */
  List<Block> headlines() {
    List<String> header = new ArrayList<>(List.of("headline figure", "limit"));
    for (Contestant contender : report.contenders()) {
      boolean baseline = contender.role() == Contestant.Role.BASELINE;
      header.add(baseline ? contender.key() : contender.title());
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (FigureResult figure : report.headlines()) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(figure.title() + ", " + figure.unit()));
      row.add(Cell.of(Numbers.text(figure.limit())));
      addContenders(row, figure);
      rows.add(row);
    }
    return List.of(
        new Heading(2, "Headline figures"),
        new Paragraph(
            "Limits are distances from the ideal, which is 0.5 for the classifier and else 0. What"
                + " is beyond its limit is marked."),
        new Table(header, rows));
  }

  private void addContenders(List<Cell> row, FigureResult figure) {
    for (Contestant contender : report.contenders()) {
      row.add(cell(figure.of(contender.key()), contender.role()));
    }
  }

  private Table table(List<FigureResult> figures) {
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
      addContenders(row, figure);
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static Cell cell(@Nullable Outcome outcome, Contestant.Role role) {
    if (outcome == null
        || outcome.mean() == null
        || outcome.min() == null
        || outcome.max() == null) {
      return Cell.of("-");
    }
    String range =
        outcome.values().size() > 1 && role != Contestant.Role.BASELINE
            ? Numbers.text(outcome.min()) + " to " + Numbers.text(outcome.max())
            : "";
    return new Cell(
        outcome.error() == null
            ? Numbers.text(outcome.mean())
            : Numbers.text(outcome.mean(), outcome.error()),
        range,
        role == Contestant.Role.FLOOR ? Verdict.ABSENT : outcome.verdict());
  }
}
