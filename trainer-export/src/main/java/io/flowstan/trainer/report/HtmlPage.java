package io.flowstan.trainer.report;

import io.flowstan.trainer.report.Block.Cell;
import io.flowstan.trainer.report.Block.Heading;
import io.flowstan.trainer.report.Block.Paragraph;
import io.flowstan.trainer.report.Block.Pictures;
import io.flowstan.trainer.report.Block.Points;
import io.flowstan.trainer.report.Block.Table;
import io.flowstan.trainer.report.plot.Plot;
import java.util.List;

/** A document as one HTML page that needs nothing else: no script, style or font from elsewhere. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem;
             color: #222; background: #fff; overflow-wrap: break-word; }
      .table { overflow-x: auto; margin: 1rem 0; }
      table { border-collapse: collapse; font-size: 13px; }
      th, td { border-bottom: 1px solid #ddd; padding: .2rem .6rem; text-align: right;
               vertical-align: top; font-variant-numeric: tabular-nums; }
      th { vertical-align: bottom; }
      th:first-child, td:first-child { text-align: left; min-width: 9rem; position: sticky;
               left: 0; background: #fff; }
      td.within { background: #e3f4e3; }
      td.beyond { background: #fbe3dd; }
      td small { display: block; color: #555; white-space: nowrap; }
      .pictures { display: flex; flex-wrap: wrap; gap: 1rem; }
      figure { margin: 0; max-width: 100%; }
      figure svg { display: block; max-width: 100%; height: auto; }
      figcaption { font-size: 13px; max-width: 34rem; color: #555; }
      """;

  /** What a browser may load for the page: what is in it, and no script. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private final StringBuilder text = new StringBuilder();
  private final List<Plot> plots;

  private HtmlPage(List<Plot> plots) {
    this.plots = plots;
  }

  static String of(String title, List<Block> blocks, List<Plot> plots) {
    HtmlPage page = new HtmlPage(plots);
    page.text
        .append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append(POLICY)
        .append("\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
        .append("<title>")
        .append(escaped(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n");
    blocks.forEach(page::write);
    return page.text.append("</body>\n</html>\n").toString();
  }

  private void write(Block block) {
    if (block instanceof Heading heading) {
      element("h" + heading.level(), heading.text());
    } else if (block instanceof Paragraph paragraph) {
      element("p", paragraph.text());
    } else if (block instanceof Points points) {
      text.append("<ul>\n");
      points.items().forEach(item -> element("li", item));
      text.append("</ul>\n");
    } else if (block instanceof Table table) {
      write(table);
    } else if (block instanceof Pictures && !plots.isEmpty()) {
      pictures();
    }
  }

  private void write(Table table) {
    text.append("<div class=\"table\">\n<table>\n<tr>");
    table.header().forEach(title -> element("th", title));
    text.append("</tr>\n");
    for (List<Cell> row : table.rows()) {
      text.append("<tr>");
      for (Cell cell : row) {
        text.append(
                cell.verdict() == Verdict.ABSENT
                    ? "<td>"
                    : "<td class=\"%s\">".formatted(cell.verdict()))
            .append(escaped(cell.text()));
        if (!cell.range().isEmpty()) {
          element("small", cell.range());
        }
        text.append("</td>");
      }
      text.append("</tr>\n");
    }
    text.append("</table>\n</div>\n");
  }

  private void pictures() {
    element("h2", "Pictures");
    text.append("<div class=\"pictures\">\n");
    for (Plot plot : plots) {
      text.append("<figure>\n").append(plot.svg()).append('\n');
      element("figcaption", plot.caption());
      text.append("</figure>\n");
    }
    text.append("</div>\n");
  }

  private void element(String name, String content) {
    text.append('<').append(name).append('>').append(escaped(content));
    text.append("</").append(name).append(">\n");
  }

  private static String escaped(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
