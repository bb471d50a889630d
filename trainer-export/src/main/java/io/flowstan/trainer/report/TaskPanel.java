package io.flowstan.trainer.report;

import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Heading;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a report says of tasks, as blocks. */
final class TaskPanel {
  private final Report report;

  private TaskPanel(Report report) {
    this.report = report;
  }

  /** Of a report with at least one task. */
  static List<Block> of(Report report) {
    TaskPanel panel = new TaskPanel(report);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(2, "Tasks: learned from synthetic flows, tested on recorded ones"));
    blocks.add(
        new Paragraph(
            "Kept is the share of what recorded training flows teach, beyond no learning, that the"
                + " contender's flows teach too."));
    blocks.add(panel.scores());
    blocks.addAll(panel.replacement());
    return blocks;
  }

  private Table scores() {
    List<List<Cell>> rows = new ArrayList<>();
    for (TaskResult task : report.tasks()) {
      rows.add(
          cells(
              List.of(
                  task.title(),
                  report.title(task.contender()),
                  task.unit()
                      + (task.higherIsBetter() ? ", higher is better" : ", lower is better"),
                  Numbers.text(task.real()),
                  Numbers.text(task.synthetic()),
                  Numbers.text(task.naive()),
                  task.kept() == null ? "-" : Numbers.text(task.kept()))));
    }
    return new Table(
        List.of("task", "learned from", "score", "real", "synthetic", "no learning", "kept"), rows);
  }

  private List<Block> replacement() {
    List<List<Cell>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("task", "learned from"));
    for (TaskResult task : report.tasks()) {
      if (!task.replacement().isEmpty()) {
        List<String> row = new ArrayList<>(List.of(task.title(), report.title(task.contender())));
        for (TaskResult.Replacement point : task.replacement()) {
          if (rows.isEmpty()) {
            header.add(String.format(Locale.ROOT, "%.0f %%", 100 * point.syntheticShare()));
          }
          row.add(Numbers.text(point.score()));
        }
        rows.add(cells(row));
      }
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Paragraph(
                "The score where so many of the rows learned from are synthetic, the rest real:"),
            new Table(header, rows));
  }

  private static List<Cell> cells(List<String> texts) {
    return texts.stream().map(Cell::of).toList();
  }
}
