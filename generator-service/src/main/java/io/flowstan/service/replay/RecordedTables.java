package io.flowstan.service.replay;

import io.flowstan.flow.Flow;
import io.flowstan.flow.HostFlow;
import io.flowstan.io.RecordedFlows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tables one behind the other as one stream, moved in time, in memory for a second's flows.
 *
 * <p>Tables know whole seconds only. So that they do not burst at every full second, the n flows of
 * a second are due evenly over it, in their order.
 */
public final class RecordedTables implements AutoCloseable {
  private final Iterator<Path> files;
  private final TableOpener opener;
  private final long shiftSeconds;
  private final ArrayDeque<HostFlow> due = new ArrayDeque<>();
  private final List<HostFlow> second = new ArrayList<>();
  private @Nullable RecordedFlows table;
  private @Nullable HostFlow ahead;

  /**
   * @param files in the order of time
   * @param shiftSeconds added to every flow's time
   */
  public RecordedTables(List<Path> files, TableOpener opener, long shiftSeconds) {
    this.files = List.copyOf(files).iterator();
    this.opener = opener;
    this.shiftSeconds = shiftSeconds;
  }

  /** The next flow, in the stream of its host as the table numbers it, or null at the end. */
  public @Nullable HostFlow next() throws IOException {
    if (due.isEmpty()) {
      readSecond();
    }
    return due.poll();
  }

  /**
   * Passes by the first {@code count} flows.
   *
   * @throws IOException where there are fewer
   */
  public void skip(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      if (next() == null) {
        throw new IOException("the tables end at flow " + i + ": expected more than " + count);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (table != null) {
      table.close();
    }
  }

  private void readSecond() throws IOException {
    HostFlow first = ahead != null ? ahead : read();
    ahead = null;
    HostFlow flow = first;
    while (first != null && flow != null && flow.flow().endSecond() == first.flow().endSecond()) {
      second.add(flow);
      flow = read();
    }
    ahead = flow;
    for (int i = 0; i < second.size(); i++) {
      due.add(moved(second.get(i), 1_000L * i / second.size()));
    }
    second.clear();
  }

  private HostFlow moved(HostFlow recorded, long offsetMs) {
    Flow flow = recorded.flow();
    Flow moved =
        shiftSeconds == 0
            ? flow
            : new Flow(
                flow.endSecond() + shiftSeconds,
                flow.durationMs(),
                flow.source(),
                flow.destination(),
                flow.sourcePort(),
                flow.destinationPort(),
                flow.protocol(),
                flow.tcpFlags(),
                flow.forwardingStatus(),
                flow.tos(),
                flow.packets(),
                flow.bytes(),
                flow.label());
    return new HostFlow(recorded.host(), recorded.sequence(), moved.endMs() + offsetMs, moved);
  }

  private @Nullable HostFlow read() throws IOException {
    while (true) {
      if (table == null) {
        if (!files.hasNext()) {
          return null;
        }
        table = opener.open(files.next());
      }
      HostFlow flow = table.next();
      if (flow != null) {
        return flow;
      }
      table.close();
      table = null;
    }
  }
}
