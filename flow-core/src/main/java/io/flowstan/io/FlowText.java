package io.flowstan.io;

import io.flowstan.flow.Flow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A table of flows as text in memory, to be drained now and then. */
public final class FlowText {
  private final FlowFormat format;
  private final TextRow rows = new TextRow(256);

  /** An empty table: the format's header, if it has one. */
  public FlowText(FlowFormat format) {
    this.format = format;
    rows.text(format.header());
  }

  /** Appends one flow. */
  public void append(Flow flow) {
    format.append(rows, flow);
  }

  /** Number of bytes not drained yet. */
  public int size() {
    return rows.size();
  }

  /** Writes what is here to {@code out} and forgets it. */
  public void drainTo(OutputStream out) throws IOException {
    out.write(rows.bytes(), 0, rows.size());
    rows.clear();
  }

  /** What is not drained yet. */
  @Override
  public String toString() {
    return new String(rows.bytes(), 0, rows.size(), StandardCharsets.UTF_8);
  }
}
