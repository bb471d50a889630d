package io.flowstan.io;

import io.flowstan.flow.Flow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A table of flows being written: plain, or gzip where the name ends in {@code .gz}. The file
 * appears at {@link #commit()}; closing without it leaves nothing.
 */
public final class FlowWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final AtomicFile file;
  private final OutputStream out;
  private final FlowText text;
  private long flows;

  private FlowWriter(AtomicFile file, OutputStream out, FlowFormat format) {
    this.file = file;
    this.out = out;
    this.text = new FlowText(format);
  }

  /** Starts a table at {@code target}, with the format's header if it has one. */
  public static FlowWriter open(Path target, FlowFormat format) throws IOException {
    AtomicFile file = AtomicFile.open(target);
    try {
      OutputStream out =
          target.toString().endsWith(".gz")
              ? new GZIPOutputStream(file.out(), BUFFER_BYTES)
              : file.out();
      return new FlowWriter(file, new BufferedOutputStream(out, BUFFER_BYTES), format);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Writes one flow. */
  public void write(Flow flow) throws IOException {
    text.append(flow);
    text.drainTo(out);
    flows++;
  }

  /** Number of flows written. */
  public long flows() {
    return flows;
  }

  /** Whether the target is a file that stays, not a device or a pipe. */
  public boolean isRegular() {
    return file.isRegular();
  }

  /** Finishes the table and puts it in its place. */
  public void commit() throws IOException {
    text.drainTo(out); // the header, where there was no flow
    out.close();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
