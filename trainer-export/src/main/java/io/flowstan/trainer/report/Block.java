package io.flowstan.trainer.report;

import java.util.List;

/** A part of a document, whatever it is written as. */
sealed interface Block {
  /** A heading; 1 is the document's. */
  record Heading(int level, String text) implements Block {}

  /** Running text. */
  record Paragraph(String text) implements Block {}

  /** A list of points. */
  record Points(List<String> items) implements Block {}

  /** A table whose first column names its rows. */
  record Table(List<String> header, List<List<Cell>> rows) implements Block {}

  /** Where the pictures go, in documents that have some. */
  record Pictures() implements Block {}

  /**
   * What stands in a table.
   *
   * @param range of the draws that the text is the mean of; empty where there is none
   * @param verdict colours it; {@link Verdict#ABSENT} is plain
   */
  record Cell(String text, String range, Verdict verdict) {
    static Cell of(String text) {
      return new Cell(text, "", Verdict.ABSENT);
    }
  }
}
