package io.flowstan.trainer.report;

import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Heading;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Points;
import io.flowstan.trainer.report.Block.Table;
import java.util.List;
import java.util.stream.Collectors;

/** A document as Markdown, without its pictures. A value beyond its limit is in bold. */
public final class MarkdownText {
  private final StringBuilder text = new StringBuilder();

  private MarkdownText() {}

  static String of(List<Block> blocks) {
    MarkdownText writer = new MarkdownText();
    blocks.forEach(writer::write);
    return writer.text.toString();
  }

  /** The short form of a report, for a terminal. */
  public static String summary(Report report) {
    return of(ReportDocument.summary(report));
  }

  private void write(Block block) {
    if (block instanceof Heading heading) {
      text.append("#".repeat(heading.level())).append(' ').append(heading.text()).append("\n\n");
    } else if (block instanceof Paragraph paragraph) {
      text.append(paragraph.text()).append("\n\n");
    } else if (block instanceof Points points) {
      points.items().forEach(item -> text.append("- ").append(item).append('\n'));
      text.append('\n');
    } else if (block instanceof Table table) {
      write(table);
    }
  }

  private void write(Table table) {
    row(table.header().stream().map(Cell::of).toList());
    text.append("|---".repeat(table.header().size())).append("|\n");
    table.rows().forEach(this::row);
    text.append('\n');
  }

  private void row(List<Cell> cells) {
    text.append(
            cells.stream().map(MarkdownText::cell).collect(Collectors.joining(" | ", "| ", " |")))
        .append('\n');
  }

  private static String cell(Cell cell) {
    String range = cell.range().isEmpty() ? "" : " (" + cell.range() + ")";
    String content = (cell.text() + range).replace("|", "\\|");
    return cell.verdict() == Verdict.BEYOND ? "**" + content + "**" : content;
  }
}
