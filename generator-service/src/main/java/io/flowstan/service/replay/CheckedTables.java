package io.flowstan.service.replay;

import io.flowstan.flow.HostFlow;
import io.flowstan.io.RecordedFlows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tables that were read to their ends and found to be fit for a replay, in their order.
 *
 * @param tables the tables
 * @param flows flows in all of them, each once for every host that it is replayed for
 * @param firstSecond end of the first flow, seconds since the epoch; 0 where there is none
 * @param skipped malformed rows that are left out
 */
public record CheckedTables(
    List<TableIdentity> tables, long flows, long firstSecond, long skipped) {
  public CheckedTables {
    tables = List.copyOf(tables);
  }

  /**
   * Reads {@code files}, so that what is wrong is known before anything is sent.
   *
   * @param says told of what is left out
   * @throws IOException where a row is malformed and not to be skipped, or a table begins before
   *     the one ahead of it ends
   */
  public static CheckedTables check(List<Path> files, TableOpener opener, Consumer<String> says)
      throws IOException {
    List<TableIdentity> tables = new ArrayList<>();
    long flows = 0;
    long firstSecond = 0;
    long skipped = 0;
    long lastSecond = Long.MIN_VALUE;
    for (Path file : files) {
      try (RecordedFlows table = opener.open(file)) {
        boolean first = true;
        for (HostFlow flow = table.next(); flow != null; flow = table.next()) {
          long second = flow.flow().endSecond();
          if (first) {
            requireOrder(file, second, lastSecond);
            firstSecond = flows == 0 ? second : firstSecond;
            first = false;
          }
          lastSecond = second;
          flows++;
        }
        report(file, table, says);
        skipped += table.skipped();
      }
      tables.add(TableIdentity.of(file));
    }
    return new CheckedTables(tables, flows, firstSecond, skipped);
  }

  private static void requireOrder(Path file, long firstSecond, long lastSecond)
      throws IOException {
    if (firstSecond < lastSecond) {
      throw new IOException(
          file
              + ": begins at "
              + Instant.ofEpochSecond(firstSecond)
              + ", before the table ahead of it ends at "
              + Instant.ofEpochSecond(lastSecond)
              + ": expected the tables in the order of time");
    }
  }

  private static void report(Path file, RecordedFlows table, Consumer<String> says) {
    if (table.skipped() > 0) {
      says.accept(
          file
              + ": skipped "
              + table.skipped()
              + " malformed rows; the first: "
              + table.firstProblem());
    }
    if (table.flowsOfNoHost() > 0) {
      says.accept(file + ": " + table.flowsOfNoHost() + " flows of none of the hosts are left out");
    }
  }
}
