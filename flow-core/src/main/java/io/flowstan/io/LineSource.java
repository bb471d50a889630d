package io.flowstan.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a file, plain or gzip (told by its first two bytes, not by its name), as ranges of
 * one buffer that is read in place.
 */
final class LineSource implements AutoCloseable {
  /** Longer lines are in no table of flows, and would need memory without bound. */
  private static final int MAX_LINE_BYTES = 1 << 16;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final CountedInput counted;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;
  private int position;
  private int from;
  private int to;
  private long number;
  private boolean atEnd;

  private LineSource(Path file, CountedInput counted, InputStream in) {
    this.file = file;
    this.counted = counted;
    this.in = in;
  }

  static LineSource open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new MalformedTableException(file + ": is a directory: expected a file");
    }
    CountedInput counted = new CountedInput(Files.newInputStream(file));
    InputStream raw = new BufferedInputStream(counted, GZIP_BUFFER_BYTES);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return new LineSource(
          file, counted, gzip ? new GZIPInputStream(raw, GZIP_BUFFER_BYTES) : raw);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw new MalformedTableException(file + ": damaged gzip header: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Moves to the next line; false at the end. */
  boolean next() throws IOException {
    int scanned = position;
    while (true) {
      while (scanned < filled) {
        if (buffer[scanned] == '\n') {
          take(scanned, scanned + 1);
          return true;
        }
        scanned++;
      }
      if (atEnd) {
        if (position == filled) {
          return false;
        }
        take(filled, filled);
        return true;
      }
      if (filled - position > MAX_LINE_BYTES) {
        number++;
        throw new MalformedTableException(
            place()
                + "a line of more than "
                + MAX_LINE_BYTES
                + " bytes: this is no table of flows");
      }
      scanned -= position;
      refill();
    }
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the line starts in {@link #buffer()}. */
  int from() {
    return from;
  }

  /** Behind the line's last byte; the line feed is not part of it. */
  int to() {
    return to;
  }

  /** Number of the current line; the first is 1. */
  long number() {
    return number;
  }

  /** {@code file:line: }, the start of every message about the current line. */
  String place() {
    return file + ":" + number + ": ";
  }

  Path file() {
    return file;
  }

  /** Number of bytes of the file read so far, before they are unpacked. */
  long bytesRead() {
    return counted.bytesRead();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void take(int end, int next) {
    from = position;
    to = end;
    position = next;
    number++;
  }

  /** Moves the started line to the front of the buffer and reads on behind it. */
  private void refill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, filled - position);
    filled -= position;
    position = 0;
    try {
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        atEnd = true;
      } else {
        filled += count;
      }
    } catch (EOFException e) {
      throw broken("the gzip data ends too early (is the file cut off?)", e);
    } catch (ZipException e) {
      throw broken("the gzip data is damaged: " + e.getMessage(), e);
    }
  }

  private MalformedTableException broken(String what, IOException cause) {
    number++;
    return new MalformedTableException(place() + what, cause);
  }
}
