package io.flowstan.cli.table;

import io.flowstan.cli.FailureException;
import io.flowstan.cli.InputOptions;
import io.flowstan.cli.ProgressLine;
import io.flowstan.flow.Flow;
import io.flowstan.io.FlowReader;
import io.flowstan.io.OnError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pass through tables that are read one after the other, as if they were one, in constant
 * memory. Progress is in KiB of the files, packed ones where they are gzip.
 */
public final class TablePass {
  /** The unit of {@link #sizeKib()}, as a progress line takes it. */
  public static final String UNIT = "KiB";

  private static final int FLOWS_PER_STEP = 1 << 13;
  private static final long KIB = 1L << 10;

  private final List<Path> files;
  private final OnError onError;
  private final Map<String, Long> skippedByKind = new TreeMap<>();
  private long flows;
  private long skipped;
  private @Nullable String firstProblem;

  /** A pass that has not begun. */
  public TablePass(List<Path> files, OnError onError) {
    this.files = List.copyOf(files);
    this.onError = onError;
  }

  /** Size of all files, KiB; -1 where it is not known, as of a pipe. */
  public long sizeKib() throws IOException {
    long bytes = 0;
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        return -1;
      }
      bytes += Files.size(file);
    }
    return bytes / KIB;
  }

  /**
   * Gives every flow to {@code visitor}, in the order of the files and their rows.
   *
   * @throws FailureException where the tables hold no flow at all
   */
  public void run(ProgressLine progress, FlowVisitor visitor) throws IOException {
    long bytesBefore = 0;
    for (Path file : files) {
      try (FlowReader reader = FlowReader.open(file, onError)) {
        for (Flow flow = reader.read(); flow != null; flow = reader.read()) {
          visitor.visit(flow);
          if (++flows % FLOWS_PER_STEP == 0) {
            progress.stepTo((bytesBefore + reader.bytesRead()) / KIB);
          }
        }
        bytesBefore += reader.bytesRead();
        progress.stepTo(bytesBefore / KIB);
        addSkipped(reader);
      }
    }
    if (flows == 0) {
      throw new FailureException(
          names() + ": no row is a flow (" + skipped + " malformed); the first: " + firstProblem);
    }
  }

  /** Number of flows visited. */
  public long flows() {
    return flows;
  }

  /** Number of malformed rows left out. */
  public long skipped() {
    return skipped;
  }

  /** The malformed rows by what was wrong with them. */
  public Map<String, Long> skippedByKind() {
    return skippedByKind;
  }

  /** What was wrong with the first row left out; null where there is none. */
  public @Nullable String firstProblem() {
    return firstProblem;
  }

  /** Tells people of the rows left out, where there were any. */
  public void reportSkipped(PrintWriter people) {
    InputOptions.reportSkipped(people, skipped, firstProblem);
  }

  /** The files as messages name them. */
  public String names() {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private void addSkipped(FlowReader reader) {
    skipped += reader.skipped();
    reader.skippedByKind().forEach((kind, count) -> skippedByKind.merge(kind, count, Long::sum));
    if (firstProblem == null) {
      firstProblem = reader.firstProblem();
    }
  }
}
