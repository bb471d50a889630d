package io.flowstan.io;

import io.flowstan.flow.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flows of an official UGR'16 table, plain or gzip, row by row in constant memory.
 *
 * <p>Rows that are no flow stop the reading or are skipped and counted, as {@link OnError} says. A
 * file that is damaged, empty or no table at all always stops it. Rows may break {@link
 * io.flowstan.flow.FlowRule}s: real ones do.
 */
public final class FlowReader implements AutoCloseable {
  private final LineSource lines;
  private final OnError onError;
  private final Ugr16Row row = new Ugr16Row();
  private long flows;
  private final SkippedRows skipped = new SkippedRows();

  private FlowReader(LineSource lines, OnError onError) {
    this.lines = lines;
    this.onError = onError;
  }

  /**
   * Opens a table.
   *
   * @throws IOException where there is no such file or it cannot be read
   */
  public static FlowReader open(Path file, OnError onError) throws IOException {
    return new FlowReader(LineSource.open(file), onError);
  }

  /**
   * The next flow, or null at the end.
   *
   * @throws MalformedTableException with file, line and reason, where the table cannot be read on
   */
  public @Nullable Flow read() throws IOException {
    while (lines.next()) {
      try {
        Flow flow = row.parse(lines.buffer(), lines.from(), lines.to());
        flows++;
        return flow;
      } catch (MalformedRowException e) {
        refuse(e.kind(), String.valueOf(e.getMessage()));
      }
    }
    if (lines.number() == 0) {
      throw new MalformedTableException(
          lines.file() + ": the file is empty: expected rows of " + Ugr16Row.COLUMNS);
    }
    return null;
  }

  /** Number of flows read. */
  public long flows() {
    return flows;
  }

  /** Number of rows skipped. */
  public long skipped() {
    return skipped.total();
  }

  /**
   * Number of rows skipped by what was wrong: a column's name, {@code columns}, {@code te order}.
   */
  public Map<String, Long> skippedByKind() {
    return skipped.byKind();
  }

  /** What was wrong with the first row that was skipped; null where none was. */
  public @Nullable String firstProblem() {
    return skipped.first();
  }

  /** Takes back the flow that was read last: {@code problem} stops the reading or is counted. */
  void refuseLast(String kind, String problem) throws MalformedTableException {
    flows--;
    refuse(kind, problem);
  }

  /** Number of bytes of the file read so far, packed ones where it is gzip: how far this is. */
  public long bytesRead() {
    return lines.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void refuse(String kind, String problem) throws MalformedTableException {
    String message = lines.place() + problem;
    if (onError == OnError.FAIL) {
      throw new MalformedTableException(message);
    }
    skipped.count(kind, message);
  }
}
