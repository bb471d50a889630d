package io.flowstan.cli.sample;

import io.flowstan.cli.ProgressLine;
import io.flowstan.cli.table.FlowSink;
import io.flowstan.engine.HostStreams;
import io.flowstan.flow.HostFlow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Streams drained into a sink in order of time: window by window of simulated time, each sorted.
 *
 * <p>The order is total (due time, host, sequence), so it does not depend on how the streams batch
 * their hosts nor on where the windows end.
 */
final class SampleRun {
  private static final long FIRST_WINDOW_MS = 600_000;
  private static final long MAX_WINDOW_MS = 24 * 3_600_000L;
  private static final int MAX_FLOWS_PER_CALL = 1 << 20;

  /** A window holds about so many flows: the longer it is, the fewer steps wait for a busy host. */
  private static final int WINDOW_FLOWS = 1_000_000;

  /** Windows grow by so much at most: the next hours may be busier than those before. */
  private static final double MAX_GROWTH = 12;

  private static final Comparator<HostFlow> ORDER =
      Comparator.comparingLong(HostFlow::dueMs)
          .thenComparing(HostFlow::host, Integer::compareUnsigned)
          .thenComparingLong(HostFlow::sequence);

  private final HostStreams streams;
  private final FlowSink sink;
  private final RuleTally rules = new RuleTally();
  private long flows;

  SampleRun(HostStreams streams, FlowSink sink) {
    this.streams = streams;
    this.sink = sink;
  }

  /** Drains the flows that are due from {@code startMs} to before {@code endMs}. */
  void drain(long startMs, long endMs, ProgressLine progress) throws IOException {
    List<HostFlow> window = new ArrayList<>();
    long windowMs = FIRST_WINDOW_MS;
    for (long from = startMs; from < endMs; ) {
      long to = Math.min(endMs, from + windowMs);
      window.clear();
      while (streams.advance(to - 1, MAX_FLOWS_PER_CALL, window::add) == MAX_FLOWS_PER_CALL) {
        progress.note(flows + window.size() + " flows");
      }
      write(window);
      progress.stepTo((to - startMs) / 1_000);
      progress.note(flows + " flows");
      from = to;
      windowMs = nextWindowMs(windowMs, window.size());
    }
  }

  /** Number of flows written. */
  long flows() {
    return flows;
  }

  /** The rules that they broke. */
  RuleTally rules() {
    return rules;
  }

  private void write(List<HostFlow> window) throws IOException {
    window.sort(ORDER);
    for (HostFlow flow : window) {
      rules.check(flow);
      sink.write(flow);
    }
    flows += window.size();
  }

  private static long nextWindowMs(long windowMs, int flowsInWindow) {
    double growth = Math.min(MAX_GROWTH, (double) WINDOW_FLOWS / Math.max(1, flowsInWindow));
    return (long) Math.max(1_000, Math.min(MAX_WINDOW_MS, windowMs * growth));
  }
}
